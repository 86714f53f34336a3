import { conversationParts, pollConversation } from './conversation-view'
import { answer, type Answer, type Story } from './failure'
import { checkMatcherOptions } from './options'
import type { Context } from './stop'
import { checkConversation, type Handle } from './subject'
import { binding } from '../boundary/binding'
import { unwrap } from '../boundary/call'
import { checkArgument } from '../options'
import { deadlineAfter } from '../boundary/time'
import { longForm } from '../client/wrap-up'
import type { Conversation } from '../types/public'

const NAME = 'toBeWrappedUp'

type Participant = Conversation['participants'][number]
type Code = NonNullable<Participant['wrapUp']>
type WrappedUp = Participant & { wrapUp: Code }

const isNamed = (name: string | undefined, wanted: string | undefined) => name !== undefined && wanted !== undefined && binding.isSameName(name, wanted)

/**
 * The id of a name: the platform's record of a conversation has ids only. First of the codes that the
 * agents may choose, then of all in the org; an ended conversation may have no agent left to ask about.
 */
async function idOf(handle: Handle, name: string, timeoutMs: number): Promise<string | undefined> {
  if (handle._wrapUpCodes === undefined) return undefined
  const ofAgents = await handle._wrapUpCodes('agents', { timeoutMs }).catch(() => [])
  const codes = ofAgents.some((code) => isNamed(code.name, name)) ? ofAgents : await handle._wrapUpCodes('all', { timeoutMs })
  return unwrap(binding.chooseCode(codes, name)).id
}

/** Where the name led to an id, the id decides. */
function isCode(wrapUp: Code, { id, name }: Partial<Code>): boolean {
  if (id === undefined) return name === undefined || isNamed(wrapUp.name, name)
  return wrapUp.id.toLowerCase() === id.toLowerCase()
}

const codesIn = ({ participants }: Pick<Conversation, 'participants'>) => participants.filter((each): each is WrappedUp => each.wrapUp !== undefined)
const shownCode = ({ purpose, wrapUp: { id, name } }: WrappedUp) => `${purpose} ${name === undefined ? id : `${name} (${id})`}`

function story({ isNot }: Context, { participants }: Conversation, code: string | undefined): Story {
  const what = code === undefined ? 'a wrap-up code' : `the wrap-up code ${JSON.stringify(code)}`
  const codes = codesIn({ participants })
  if (isNot) return { sentence: `It is wrapped up with ${code === undefined ? 'a code' : what}.` }
  if (codes.length > 0) return { sentence: `It is wrapped up, but not with ${what}.`, next: 'Look at who wrapped it up: the step of the close, or an agent.' }
  const hasAgent = participants.some(({ purpose }) => purpose === 'agent')
  return hasAgent
    ? { sentence: `No participant has ${what}.`, next: 'A code that was sent may not be seen yet: the report\'s wrapUp says so. Give it more timeout.' }
    : { sentence: `No participant has ${what}: no agent took part.`, next: 'Only agents wrap up: wait until one has answered.' }
}

/** Some participant has the code, by name or id; without one, any code. */
export async function toBeWrappedUp(context: Context, subject: unknown, code: string | undefined, given: unknown): Promise<Answer> {
  const handle = checkConversation(NAME, subject)
  const wanted: Partial<Code> & { pick?: string } = code === undefined ? {} : longForm(checkArgument('code', code, NAME))
  const options = checkMatcherOptions(context, NAME, 'MatcherOptions', given)
  const { left } = deadlineAfter(options.timeout)
  const id = wanted.name === undefined ? wanted.id : await idOf(handle, wanted.name, options.timeout)
  const resolved = { ...wanted, ...(id !== undefined && { id }) }
  const rest = { ...options, timeout: left() }
  const isIt = ({ wrapUp }: WrappedUp) => isCode(wrapUp, resolved)
  const seen = await pollConversation(context, handle, rest, (conversation) => codesIn(conversation).some(isIt))
  return answer(context, NAME, seen.pass, () => conversationParts(seen, handle, options, {
    argument: 'code',
    ...(seen.conversation && story(context, seen.conversation, code)),
    expected: wanted.name !== undefined && resolved.id !== undefined ? `${wanted.name} (${resolved.id})` : (code ?? 'any code'),
    received: seen.conversation && (codesIn(seen.conversation).map(shownCode).join(', ') || 'no code'),
  }))
}
