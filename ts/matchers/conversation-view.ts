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

const mayPass = (error: unknown): error is GenesysError => isGenesysError(error) && (error.retryable || PASSING.has(error.code))
export const inWords = ({ participants }: Conversation) => participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ') || 'no participants'

/** A record without participants proves nothing, whatever is asked of it. */
const isProof = ({ participants }: Conversation) => participants.length > 0

const NO_PROOF = "The server's record names no participants, which proves nothing."

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
    return isProof(conversation) ? { saw: conversation.state, detail: `Participants: ${inWords(conversation)}.` } : { saw: 'nothing', detail: 'empty: it names no participants' }
  } catch (error) {
    // A handle of somebody's own may throw anything.
    const { code, name } = Object(error) as Partial<GenesysError>
    return { saw: 'nothing', detail: `not read: ${code ?? name}`, ...(MAY_NOT_BE_READ.has(code) && { isUnread: true }) }
  }
}

/** Reads until `holds(conversation)` is what is wanted. A read that the deadline cut off hides nothing that was seen before. */
export function pollConversation({ isNot }: Context, handle: ConversationSubject, { timeout, staysForMs, signal }: Checked, holds: (conversation: Conversation) => boolean | undefined): Promise<SeenConversation> {
  let last: Read | undefined
  const look = async (left: number): Promise<Read & Look> => {
    const read = await readConversation(handle, left, signal)
    if (read.unread?.code === 'TIMEOUT' && last !== undefined) return { ...last, holds: undefined }
    last = read
    return { ...read, holds: read.conversation && isProof(read.conversation) ? holds(read.conversation) : undefined, windowMs: staysForMs }
  }
  return poll({ timeout, isNot, intervals: API_INTERVALS, look, signal })
}

export function pollState(context: Context, handle: ConversationSubject, state: Conversation['state'], options: Checked): Promise<SeenConversation> {
  return pollConversation(context, handle, options, (conversation) => conversation.state === state)
}

/** The parts of a failure that all conversations share; `sentence` where the record could be read. */
export function conversationParts({ conversation, unread }: Read, handle: ConversationSubject, { timeout }: Checked, parts: Partial<Parts>): Parts {
  return {
    subject: 'conversation',
    ...parts,
    ...(unread !== undefined && { ...toldBy(unread), received: 'could not be read' }),
    ...(conversation?.participants.length === 0 && { sentence: NO_PROOF, received: 'no participants' }),
    facts: { Conversation: handle.id, Timeout: `${timeout} ms` },
  }
}

/** The parts of a failure about the state alone. */
export function stateParts(seen: SeenConversation, handle: ConversationSubject, expected: Conversation['state'], options: Checked): Parts {
  const { conversation, unsettledMs } = seen
  const stands = conversation && { sentence: `The server's record says ${conversation.state}: ${inWords(conversation)}.` }
  const story = unsettledMs === undefined ? stands : unsettledStory(unsettledMs, options.staysForMs)
  return conversationParts(seen, handle, options, { ...story, expected, received: conversation?.state })
}
