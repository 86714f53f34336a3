import { conversationParts, inWords, pollConversation } from './conversation-view'
import { answer, type Answer, type Story } from './failure'
import { checkMatcherOptions } from './options'
import type { Context } from './stop'
import { checkConversation } from './subject'
import { checkArgument } from '../options'
import type { Conversation } from '../types/public'

const NAME = 'toHaveParticipantState'

type Stand = Pick<Conversation['participants'][number], 'purpose' | 'state'>

/** The published words; `purpose` is a free text, for which they stand elsewhere in the specification. */
const PUBLISHED: Record<keyof Stand, readonly string[]> = {
  purpose: [
    'acd', 'agent', 'api', 'botflow', 'campaign', 'customer', 'dialer', 'external', 'fax', 'group', 'inbound', 'ivr', 'manual', 'outbound', 'station', 'user',
    'voicemail', 'voicesurveyflow', 'workflow',
  ],
  state: ['alerting', 'connected', 'contacting', 'converting', 'dialing', 'disconnected', 'none', 'offering', 'parked', 'scheduled', 'terminated', 'transmitting', 'uploading'],
}

/** A word that nobody published and nobody in the record has: that nobody has it shows nothing. */
function unknownWord({ participants }: Conversation, wanted: Stand): string | undefined {
  const name = (['purpose', 'state'] as const).find((each) => !PUBLISHED[each].includes(wanted[each]) && participants.every((one) => one[each] !== wanted[each]))
  return name && `The ${name} "${wanted[name]}" is none that is published, and nobody in the record has it: it may be misspelt.`
}

function story({ isNot }: Context, conversation: Conversation, wanted: Stand): Story {
  const [{ participants }, { purpose, state }] = [conversation, wanted]
  const unknown = isNot ? unknownWord(conversation, wanted) : undefined
  if (unknown !== undefined) return { sentence: unknown, next: `Published are: ${[...PUBLISHED.purpose, ...PUBLISHED.state].join(', ')}.` }
  const same = participants.filter((each) => each.purpose === purpose)
  if (isNot) return { sentence: `There is a participant ${purpose} that is ${state}.` }
  if (same.length > 0) return { sentence: `No participant ${purpose} is ${state}.`, next: 'Look at the record: another state may have been passed through between two reads.' }
  const others = [...new Set(participants.map((each) => each.purpose))].join(', ') || 'none'
  return { sentence: `There is no participant ${purpose}; there are: ${others}.`, next: 'Check the purpose, which is the vendor\'s word: customer, agent, acd, workflow, …' }
}

/** At least one participant with the purpose is in the state. */
export async function toHaveParticipantState(context: Context, subject: unknown, purpose: string, state: string, given: unknown): Promise<Answer> {
  const handle = checkConversation(NAME, subject)
  const wanted = { purpose: checkArgument('purpose', purpose, NAME), state: checkArgument('state', state, NAME) }
  const options = checkMatcherOptions(context, NAME, 'MatcherOptions', given)
  const isIt = (each: Stand) => each.purpose === purpose && each.state === state
  const seen = await pollConversation(context, handle, options, (conversation) => {
    return conversation.participants.some(isIt) || (unknownWord(conversation, wanted) === undefined ? false : undefined)
  })
  return answer(context, NAME, seen.pass, () => conversationParts(seen, handle, options, {
    argument: 'purpose, state',
    ...(seen.conversation && story(context, seen.conversation, wanted)),
    expected: `${purpose} ${state}`,
    received: seen.conversation && inWords(seen.conversation),
  }))
}
