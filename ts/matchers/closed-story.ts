import { toldBy, unseenStory, unsettledStory, type Parts, type Story } from './failure'
import { unanswered, type GuestView, type Sight } from './guest-view'
import type { Checked } from './options'
import type { GenesysError } from '../boundary/errors'
import type { MatcherContext } from '../types/matchers'
import type { Witness } from '../types/public'

/** A guest as it was last seen, and the verdict. */
export interface Judged extends Sight {
  pass: boolean
  unsettledMs?: number
  /** So long after it showed "closed" the page showed it as open. */
  flippedMs?: number
}

/** The page's word, where all hangs on it and it says nothing. */
export const silentPage = ({ dissent, witnesses: { page } }: Sight): Witness | undefined => (
  dissent?.code === 'GUEST_UI_OPEN' && page?.saw === 'nothing' ? page : undefined
)

const expectedOf = ({ mode, kind }: Checked) => kind ?? (mode === undefined ? 'closed' : `closed (${mode})`)

function receivedOf({ dissent, end, isSilent, isUnseen, flippedMs, witnesses }: Judged): string {
  const { wire, page } = witnesses
  if (isSilent) return 'no testimony'
  if (isUnseen && page?.saw !== 'open') return 'nothing seen'
  if (flippedMs !== undefined) return 'closed, then open on the page'
  if (page?.saw === 'open' && (wire.saw === 'closed' || end !== undefined)) return 'open on the page'
  if (end !== undefined) return end
  if (unanswered(witnesses) !== undefined) return 'not read'
  return dissent === undefined ? `closed (${wire.mode})` : 'not closed'
}

function kindStory({ end }: Judged, kind: string): Story {
  if (end === undefined) return { sentence: `The session has not ${kind === 'expired' ? '' : 'been '}${kind}.`, next: `Look at guest.events: one of kind '${kind}' is waited for.` }
  if (end !== kind) return { sentence: `The session ended in another way: ${end}, not ${kind}.`, next: `Where that is meant: toBeClosed({ kind: '${end}' }).` }
  return { sentence: `The session ended (${kind}) after the deadline.`, next: 'Give it more timeout.' }
}

function flippedStory(dissent: GenesysError, flippedMs: number): Story {
  const { sentence } = toldBy(dissent)
  return { sentence: `${sentence}\nIt flipped back: ${flippedMs} ms before, the page showed closed.`, next: 'The app did react, and something that came later overwrote the end: look at what it paints, and when.' }
}

function endStory({ end, witnesses: { wire } }: Judged): Story {
  const code = end === 'expired' ? 'SESSION_EXPIRED' : 'SESSION_CLOSED'
  return { sentence: `${code}: The guest was not told, and will not be: ${wire.detail}.`, next: `Where that end is meant: toBeClosed({ kind: '${end}' }).` }
}

/** Who ends it has not, or the write was a claim that came to nothing. */
const NOT_CLOSED_NEXT = 'Look at what was to close it: a close says in its report what was written, and what was seen after.'

function dissentStory(dissent: GenesysError): Story {
  const { sentence, next } = toldBy(dissent)
  return { sentence, next: next ?? NOT_CLOSED_NEXT }
}

/** Why a guest is not closed as wanted, and what to do. */
function againstStory(seen: Judged, { mode, kind, staysForMs }: Checked): Story {
  const { unsettledMs, flippedMs, dissent, end } = seen
  if (unsettledMs !== undefined) return unsettledStory(unsettledMs, staysForMs)
  if (kind !== undefined) return kindStory(seen, kind)
  if (dissent !== undefined && flippedMs !== undefined) return flippedStory(dissent, flippedMs)
  if (dissent !== undefined) return end === undefined ? dissentStory(dissent) : endStory(seen)
  return { sentence: `The guest was told in mode ${seen.witnesses.wire.mode}, not ${mode}.`, next: 'Look at conversationDisconnect in the Messenger configuration: it decides the mode.' }
}

/** A settle window of the negation counts the other way round. */
function deniedStory(seen: Judged, { kind, staysForMs }: Checked): Story {
  if (seen.unsettledMs !== undefined) return unsettledStory(seen.unsettledMs, staysForMs)
  return { sentence: kind === undefined ? `The guest is closed: ${seen.witnesses.wire.detail}.` : `The session ended: ${kind}.` }
}

function story(isNot: boolean, seen: Judged, options: Checked): Story {
  if (!isNot) return againstStory(seen, options)
  const unseen = seen.isUnseen ? seen.witnesses.wire : options.kind === undefined && (unanswered(seen.witnesses) ?? silentPage(seen))
  return unseen ? unseenStory(unseen) : deniedStory(seen, options)
}

/** The parts of a failure of toBeClosed() for a guest. */
export function closedStory({ isNot = false }: MatcherContext, { seen, options, view }: { seen: Judged; options: Checked; view: GuestView }): Parts {
  return {
    subject: 'guest',
    ...story(isNot, seen, options),
    expected: expectedOf(options),
    received: receivedOf(seen),
    witnesses: seen.witnesses,
    facts: { Conversation: view.conversationId, Timeout: `${options.timeout} ms` },
  }
}
