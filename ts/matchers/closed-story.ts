import { toldBy, unseenStory, unsettledStory } from './failure'

const expectedOf = ({ mode, kind }) => kind ?? (mode === undefined ? 'closed' : `closed (${mode})`)

function receivedOf({ dissent, end, isSilent, isUnseen, flippedMs, witnesses: { wire, page } }) {
  if (isSilent) return 'no testimony'
  if (isUnseen && page?.saw !== 'open') return 'nothing seen'
  if (flippedMs !== undefined) return 'closed, then open on the page'
  if (page?.saw === 'open' && (wire.saw === 'closed' || end !== undefined)) return 'open on the page'
  if (end !== undefined) return end
  return dissent === undefined ? `closed (${wire.mode})` : 'not closed'
}

function kindStory({ end, witnesses: { page } }, kind) {
  if (end === undefined) return { sentence: `The session has not ${kind === 'expired' ? '' : 'been '}${kind}.`, next: `Look at guest.events: one of kind '${kind}' is waited for.` }
  if (end !== kind) return { sentence: `The session ended in another way: ${end}, not ${kind}.`, next: `Where that is meant: toBeClosed({ kind: '${end}' }).` }
  return { sentence: `The session ended (${kind}), but the page still shows it as open: ${page.detail}.`, next: `The app did not react: look at its handler of a session that is ${kind}.` }
}

function flippedStory({ dissent, flippedMs }) {
  const { sentence, next } = toldBy(dissent)
  return { sentence: `${sentence}\nIt flipped back: ${flippedMs} ms before, the page showed closed.`, next: `${next} Something that came late may have overwritten the end.` }
}

function endStory({ end, witnesses: { wire } }) {
  const code = end === 'expired' ? 'SESSION_EXPIRED' : 'SESSION_CLOSED'
  return { sentence: `${code}: The guest was not told, and will not be: ${wire.detail}.`, next: `Where that end is meant: toBeClosed({ kind: '${end}' }).` }
}

/** Who ends it has not, or the write was a claim that came to nothing. */
const NOT_CLOSED_NEXT = 'Look at what was to close it: a close says in its report what was written, and what was seen after.'

function dissentStory({ dissent }) {
  const { sentence, next } = toldBy(dissent)
  return { sentence, next: next ?? NOT_CLOSED_NEXT }
}

/** Why a guest is not closed as wanted, and what to do. */
function againstStory(seen, { mode, kind, staysForMs }) {
  if (seen.unsettledMs !== undefined) return unsettledStory(seen, staysForMs)
  if (kind !== undefined) return kindStory(seen, kind)
  if (seen.flippedMs !== undefined) return flippedStory(seen)
  if (seen.dissent !== undefined) return seen.end === undefined ? dissentStory(seen) : endStory(seen)
  return { sentence: `The guest was told in mode ${seen.witnesses.wire.mode}, not ${mode}.`, next: 'Look at conversationDisconnect in the Messenger configuration: it decides the mode.' }
}

/** A settle window of the negation counts the other way round. */
function deniedStory(seen, { kind, staysForMs }) {
  if (seen.unsettledMs !== undefined) return unsettledStory(seen, staysForMs)
  return { sentence: kind === undefined ? `The guest is closed: ${seen.witnesses.wire.detail}.` : `The session ended: ${kind}.` }
}

function story(isNot, seen, options) {
  if (!isNot) return againstStory(seen, options)
  return seen.isUnseen ? unseenStory(seen) : deniedStory(seen, options)
}

/** The parts of a failure of toBeClosed() for a guest. */
function closedStory({ isNot }, { seen, options, view }) {
  return {
    subject: 'guest',
    ...story(isNot, seen, options),
    expected: expectedOf(options),
    received: receivedOf(seen),
    witnesses: seen.witnesses,
    facts: { Conversation: view.conversationId, Timeout: `${options.timeout} ms` },
  }
}

export { closedStory }
