'use strict'

const { isAgent, isUp } = require('../org/participant')
const { looksOf } = require('./looks')
const { isEnded, writesOf } = require('./truth')

/** What no org may lead to. */
const NEVER = ['INVALID_INPUT', 'CREDENTIALS_REJECTED', 'BINDING_NOT_FOUND']
/** Refusals that come before anything is written. */
const BEFORE_WRITES = ['WRAP_UP_REQUIRED', 'WRAP_UP_NOT_FOUND']

const failures = ({ what, error, report }) => [...(error && what !== 'matcher' ? [{ error }] : []), ...(report?.failed ?? [])]

const writesDuring = (conversations, { startedAt, settledAt }) =>
  conversations.flatMap(writesOf).filter(({ at }) => at >= startedAt && at <= settledAt)

const isAccepted = ({ status, isCut }) => !isCut && status < 300

/** Whether the last look before the first write showed all agents up who were up later: a stale copy may bring one back. */
function wereAllShown(conversation, { startedAt, settledAt }, { at }) {
  const isThere = (party) => isAgent(party) && isUp(party)
  const agentsIn = (looks) => looks.flatMap(({ shownBody }) => shownBody.participants.filter(isThere).map(({ id }) => id))
  const views = looksOf(conversation, startedAt, settledAt).filter(({ kind }) => kind === 'view')
  const before = agentsIn(views.filter(({ answeredAt }) => answeredAt <= at).slice(-1))
  return agentsIn(views).every((id) => before.includes(id))
}

function* judge({ error, conversationId }, act) {
  const { code, effect, message, stack } = error
  if (code === undefined) return yield `an error that is not ours: ${stack}`
  if (NEVER.includes(code)) yield `${code}: ${message}`
  const about = act.conversations.filter(({ id, messageId }) => conversationId === undefined || [id, messageId].includes(conversationId))
  // Of what an agent owes, too, which is no write to a state.
  const all = writesDuring(about, act)
  const sent = all.filter(({ kind }) => kind === 'write')
  const writes = sent.filter(({ lands }) => lands)
  if (effect === 'none' && writes.length > 0) yield `${code} with effect 'none', and ${writes.length} writes landed`
  if (effect === 'done' && !all.some((write) => write.lands || isAccepted(write)) && code !== 'GUEST_NOT_TOLD') yield `${code} with effect 'done', and no write landed`
  if (BEFORE_WRITES.includes(code) && act.what !== 'many' && writes.length > 0 && wereAllShown(about[0], act, sent[0])) yield `${code} after ${writes.length} writes`
}

/** Behaviours that make an answer one that cannot be believed. */
const ODD_ANSWERS = ['another-conversation', 'another-record', 'record-of-another-message', 'guard-of-another']
/** Behaviours under which nobody can see in time what was so. */
const LATE = ['stale-reads', 'alternating-reads', 'reopened-before', 'second-hand', 'slow-answers', 'never-answered', 'gone-after-write', 'refused-as-ended']

/** What becomes of a write whose answer tells nothing of it. */
const LOST = ['TRANSPORT', 'UNAVAILABLE']

/** Whether whom a write was for had ended: one party, or all. */
const isOver = (state, party) => (party === undefined ? isEnded(state) : !isUp(state.participants.find(({ id }) => id === party)))

/** Whether a look after a write shows whom it was for: lists may leave somebody out. */
const isShownAfter = (conversation, { at, party }, until) =>
  party === undefined || looksOf(conversation, at, until).some(({ shownBody }) => shownBody.participants.some(({ id }) => id === party))

/** Refusals that a look would have explained, and answers that had to be understood. */
function* hasty({ what, error, options, conversations: [conversation], startedAt, settledAt, lateMs }, { names }) {
  const meets = (list) => list.some((name) => names.includes(name))
  if (error === undefined || what === 'matcher') return
  if (error.code === 'DECODE' && !meets(ODD_ANSWERS)) yield `not understood: ${error.message}`
  if (error.code === 'UNAUTHORIZED') yield 'one 401 is the end of it'
  const last = writesOf(conversation).findLast(({ at, kind }) => kind === 'write' && at >= startedAt && at <= settledAt)
  const hadEnded = last?.status === 403 && isOver(conversation.at(last.at), last.party) && isShownAfter(conversation, last, settledAt)
  const hadTime = settledAt - startedAt < options.timeoutMs - 30 - lateMs
  if (error.code === 'FORBIDDEN' && hadEnded && hadTime && !meets(LATE)) yield 'refused, it is said, and what was to be ended had ended'
  const isDoubtful = last !== undefined && last.lands && (last.isCut || last.status >= 500)
  if (LOST.includes(error.code) && isDoubtful && hadTime && !meets(LATE)) yield 'lost, it is said, and nobody looked whether it had landed'
}

/** Errors say of their effect what was so. */
function* errors(act, run) {
  for (const failure of failures(act)) yield* judge(failure, act)
  yield* hasty(act, run)
}

module.exports = { errors }
