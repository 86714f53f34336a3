import { GenesysError, isGenesysError } from '../boundary/errors'
import { toldBy, unsettledStory } from './failure'
import { API_INTERVALS, poll } from './poll'
import { within } from '../boundary/time'

/** One that keeps its deadline answers a little after it. */
const GRACE_MS = 100

/** Failures of one read after which the next one may succeed; a record may not be there yet. */
const PASSING = new Set(['TIMEOUT', 'NOT_FOUND'])

const mayPass = (error) => isGenesysError(error) && (error.retryable || PASSING.has(error.code))
const inWords = ({ participants }) => participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ') || 'no participants'

/** A record without participants proves nothing, whatever is asked of it. */
const isProof = (conversation) => conversation !== undefined && conversation.participants.length > 0

const NO_PROOF = "The server's record names no participants, which proves nothing."

/** What a handle gives may be anything. */
function asConversation(given) {
  if (Array.isArray(given?.participants)) return given
  throw new GenesysError('DECODE', 'What get() of the conversation gave is no record of one.', { operation: 'read a conversation' })
}

/** A handle of somebody's own may never answer. */
const LATE = Symbol('late')

async function answerOf(handle, left, signal) {
  const given = await within(left + GRACE_MS, Promise.resolve(handle.get({ timeoutMs: left, signal })), LATE)
  if (given === LATE) throw new GenesysError('TIMEOUT', `get() of the conversation gave nothing within ${left} ms.`, { operation: 'read a conversation' })
  return asConversation(given)
}

/** One read: `{ conversation }`, or `{ unread }` with the failure; what cannot pass is thrown. */
async function readConversation(handle, left, signal) {
  try {
    return { conversation: await answerOf(handle, left, signal) }
  } catch (unread) {
    if (!mayPass(unread)) throw unread
    return { unread }
  }
}

/** The server's record as a witness; one that could not be read speaks neither for nor against. */
async function serverWitness(handle, left) {
  try {
    const conversation = await answerOf(handle, left)
    return { saw: conversation.state, detail: `Participants: ${inWords(conversation)}.` }
  } catch (error) {
    return { saw: 'nothing', detail: `not read: ${error.code ?? error.name}`, isUnread: true }
  }
}

/** Reads until `holds(conversation)` is what is wanted. A read that the deadline cut off hides nothing that was seen before. */
function pollConversation({ isNot }, handle, { timeout, staysForMs, signal }, holds) {
  let last
  const look = async (left) => {
    const read = await readConversation(handle, left, signal)
    if (read.unread?.code === 'TIMEOUT' && last !== undefined) return { ...last, holds: undefined }
    last = read
    return { ...read, holds: isProof(read.conversation) ? holds(read.conversation) : undefined, windowMs: staysForMs }
  }
  return poll({ timeout, isNot, intervals: API_INTERVALS, look, signal })
}

function pollState(context, handle, state, options) {
  return pollConversation(context, handle, options, (conversation) => conversation.state === state)
}

/** The parts of a failure that all conversations share; `sentence` where the record could be read. */
function conversationParts({ conversation, unread }, handle, { timeout }, parts) {
  return {
    subject: 'conversation',
    ...parts,
    ...(conversation === undefined && { ...toldBy(unread), received: 'could not be read' }),
    ...(conversation?.participants.length === 0 && { sentence: NO_PROOF, received: 'no participants' }),
    facts: { Conversation: handle.id, Timeout: `${timeout} ms` },
  }
}

/** The parts of a failure about the state alone. */
function stateParts(seen, handle, expected, options) {
  const { conversation, unsettledMs } = seen
  const stands = conversation && { sentence: `The server's record says ${conversation.state}: ${inWords(conversation)}.` }
  const story = unsettledMs === undefined ? stands : unsettledStory(seen, options.staysForMs)
  return conversationParts(seen, handle, options, { ...story, expected, received: conversation?.state })
}

export { conversationParts, inWords, pollConversation, pollState, serverWitness, stateParts }
