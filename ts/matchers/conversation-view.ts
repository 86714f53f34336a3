import { GenesysError, isGenesysError } from '../boundary/errors'
import { toldBy, unsettledStory, type AskedWitness, type Parts } from './failure'
import type { Checked } from './options'
import { API_INTERVALS, poll, type Look, type Polled } from './poll'
import type { Context } from './stop'
import { within } from '../boundary/time'
import type { ConversationSubject } from '../types/matchers'
import type { Conversation } from '../types/public'

/** One read: the record, or the failure. */
type Read = { conversation: Conversation; unread?: undefined } | { conversation?: undefined; unread: GenesysError }
type SeenConversation = Polled<Read & Look>

/** One that keeps its deadline answers a little after it. */
const GRACE_MS = 100

/** Failures of one read after which the next one may succeed; a record may not be there yet. */
const PASSING = new Set<string>(['TIMEOUT', 'NOT_FOUND'])

export const mayPass = (error: unknown): error is GenesysError => isGenesysError(error) && (error.retryable || PASSING.has(error.code))
export const inWords = ({ participants }: Conversation) => participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ') || 'no participants'

/** A record that names nobody, or is silent on somebody, proves nothing. */
function flawOf({ participants }: Conversation): string | undefined {
  if (participants.length === 0) return 'names no participants'
  return participants.every(({ state }) => state.trim()) ? undefined : 'tells no state of some participants'
}

/** Of the state, the versioned resource has a word of its own. */
const flawOfState = (conversation: Conversation) => (conversation.version === undefined ? flawOf(conversation) : undefined)

/** What a handle gives may be anything. */
function asConversation(given: Conversation | undefined): Conversation {
  if (Array.isArray(given?.participants)) return given
  throw new GenesysError('DECODE', 'What get() of the conversation gave is no record of one.', { operation: 'get' })
}

/** A handle of somebody's own may never answer. */
const LATE = Symbol('late')

async function answerOf(handle: ConversationSubject, left: number, signal?: AbortSignal): Promise<Conversation> {
  const given = await within(left + GRACE_MS, Promise.resolve(handle.get({ timeoutMs: left, signal })), LATE)
  if (given === LATE) throw new GenesysError('TIMEOUT', `get() of the conversation gave nothing within ${left} ms.`, { operation: 'get' })
  return asConversation(given)
}

/** What cannot pass is thrown. */
async function readConversation(handle: ConversationSubject, left: number, signal: AbortSignal): Promise<Read> {
  try {
    return { conversation: await answerOf(handle, left, signal) }
  } catch (unread) {
    if (!mayPass(unread)) throw unread
    return { unread }
  }
}

/** What says that the record is not for this token: asked again it would say the same. */
const MAY_NOT_BE_READ = new Set<string | undefined>(['FORBIDDEN', 'NOT_FOUND'])

/** The server's record as a witness. */
export async function serverWitness(handle: ConversationSubject, left: number): Promise<AskedWitness> {
  try {
    const conversation = await answerOf(handle, left)
    const flaw = flawOfState(conversation)
    return flaw === undefined ? { saw: conversation.state, detail: `Participants: ${inWords(conversation)}.` } : { saw: 'nothing', detail: `no proof: it ${flaw}` }
  } catch (error) {
    return unreadBy(error)
  }
}

/** A handle of somebody's own may throw anything. */
export function unreadBy(error: unknown, was = 'not read'): AskedWitness {
  const { code, name, status } = Object(error) as Partial<GenesysError>
  // A message's record that was answered, and leads nowhere, may be read.
  const isUnread = MAY_NOT_BE_READ.has(code) && status !== 200
  return { saw: 'nothing', detail: `${was}: ${code ?? name}`, ...(isUnread && { isUnread }) }
}

/** Reads until `holds(conversation)` is what is wanted. A read that the deadline cut off hides nothing that was seen before. */
export function pollConversation({ isNot }: Context, handle: ConversationSubject, { timeout, staysForMs, signal }: Checked, holds: (conversation: Conversation) => boolean | undefined, flaw = flawOf): Promise<SeenConversation> {
  let last: Read | undefined
  const look = async (left: number): Promise<Read & Look> => {
    const read = await readConversation(handle, left, signal)
    if (read.unread?.code === 'TIMEOUT' && last !== undefined) return { ...last, holds: undefined }
    last = read
    return { ...read, holds: read.conversation && flaw(read.conversation) === undefined ? holds(read.conversation) : undefined, windowMs: staysForMs }
  }
  return poll({ timeout, isNot, intervals: API_INTERVALS, look, signal })
}

export function pollState(context: Context, handle: ConversationSubject, state: Conversation['state'], options: Checked): Promise<SeenConversation> {
  return pollConversation(context, handle, options, (conversation) => conversation.state === state, flawOfState)
}

/** The parts of a failure that all conversations share; `sentence` where the record could be read. */
export function conversationParts({ conversation, unread }: Read, handle: ConversationSubject, { timeout }: Checked, parts: Partial<Parts>, flawIn = flawOf): Parts {
  const flaw = conversation && flawIn(conversation)
  return {
    subject: 'conversation',
    ...parts,
    ...(unread !== undefined && { ...toldBy(unread), received: 'could not be read' }),
    ...(flaw !== undefined && { sentence: `The server's record ${flaw}, which proves nothing.`, received: 'no proof' }),
    facts: { Conversation: handle.id, Timeout: `${timeout} ms` },
  }
}

/** The parts of a failure about the state alone. */
export function stateParts(seen: SeenConversation, handle: ConversationSubject, expected: Conversation['state'], options: Checked): Parts {
  const { conversation, unsettledMs } = seen
  const stands = conversation && { sentence: `The server's record says ${conversation.state}: ${inWords(conversation)}.` }
  const story = unsettledMs === undefined ? stands : unsettledStory(unsettledMs, options.staysForMs)
  return conversationParts(seen, handle, options, { ...story, expected, received: conversation?.state }, flawOfState)
}
