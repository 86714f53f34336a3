'use strict'

const { isClosing, isSaid } = require('../org/frames')
const { isEnded, writesOf } = require('./truth')

const timeOf = ({ frame }) => Date.parse(frame.body.channel?.time)
const isFrame = ({ frame }) => frame.type === 'message' && frame.code === 200
const isLock = ({ frame }) => frame.class === 'SessionResponse' && frame.body.readOnly === true
/** Ends of this chat: a closing frame of its time, or a session that is read-only. */
function evidence({ line }, { startTime }) {
  const isEnd = (each) => isFrame(each) && isClosing(each.frame) && timeOf(each) >= Date.parse(startTime)
  return line.filter((each) => isLock(each) || isEnd(each))
}

const isReadOnly = (each) => isLock(each) || each.frame.body.metadata?.readOnly === 'true'

/** Something said after the end, and long enough before the verdict to have been seen. */
function overtaken({ line }, last, before) {
  return line.find((each) => isFrame(each) && isSaid(each.frame) && each.at > last.at && each.at < before && timeOf(each) >= timeOf(last))
}

function* toldTruly({ guest, report, conversations: [conversation], settledAt, startedAt }, { slackMs }) {
  const told = evidence(guest, conversation).filter(({ at }) => at <= settledAt)
  const last = told.at(-1)
  if (last === undefined) return yield 'the guest is said to be told, and no frame told it'
  if (!isReadOnly(last) && overtaken(guest, last, settledAt - 100 - slackMs)) yield 'the guest is said to be told, and was spoken to since'
  const write = writesOf(conversation).find(({ at, kind }) => kind === 'write' && at >= startedAt)
  // A machine that is behind hears of a write long after it was sent: the close's own word of when that was.
  const { at: sent = Infinity } = report.steps.find(({ method, path = '' }) => method !== undefined && method !== 'GET' && path.startsWith('/api/')) ?? {}
  const sentAt = Math.min((write?.at ?? 0) - 5, sent - performance.timeOrigin)
  const wasOpen = !isEnded(conversation.at(startedAt))
  // Whoever ended it before the write could land has told the guest rightly.
  const isOwn = report.outcome === 'closed' && write?.lands
  if (wasOpen && isOwn && !told.some((each) => isLock(each) || each.at >= sentAt)) yield 'told by this close, it is said; the only frame is older than the first write'
}

/** A frame that came in time, over a socket that stood, was not seen. */
function* heard({ guest, conversations: [conversation], startedAt, settledAt, error, options }, { slackMs, names }) {
  const mayBeLost = names.some((name) => ['socket-lost', 'socket-dropped-after-configure', 'slow-answers', 'never-answered'].includes(name))
  // A window that must be over has a right to end after the deadline.
  if (error.code !== 'GUEST_NOT_TOLD' || mayBeLost || options.staysForMs > 0) return
  const write = writesOf(conversation).find(({ kind, at }) => kind === 'write' && at >= startedAt)
  const isLive = ({ at, isHistory }) => !isHistory && write !== undefined && at >= write.at && at < settledAt - 150 - slackMs
  const last = evidence(guest, conversation).filter(isLive).at(-1)
  if (last !== undefined && overtaken(guest, last, settledAt) === undefined) yield 'the guest was told in time, and the close says that it was not'
}

/** The guest is waited for as long as there is time. */
function* patient({ startedAt, settledAt, error, options, waitsMs = 0, lateMs }, { scene }) {
  // A window that cannot be over in time is not waited for.
  const left = options.timeoutMs + waitsMs - (options.staysForMs ?? 0) - (settledAt - startedAt)
  const mayGiveUp = scene.mode === 'off' || waitsMs > 0
  if (error.code === 'GUEST_NOT_TOLD' && left > 60 + lateMs && !mayGiveUp) yield `the guest was given up ${Math.round(left)} ms before time was over`
}

const ENDS = ['closed', 'already-closed']

/** What is said of the guest is what went over its own line. */
function* guests(act, run) {
  if (act.guest === undefined) return
  if (act.report?.witnesses.wire?.saw === 'closed') yield* toldTruly(act, run)
  if (ENDS.includes(act.report?.outcome) && act.report.witnesses.wire?.saw !== 'closed') yield `${act.report.outcome}, it is said, and the guest was not told`
  if (act.error !== undefined) yield* heard(act, run)
  if (act.error !== undefined) yield* patient(act, run)
}

module.exports = { guests }
