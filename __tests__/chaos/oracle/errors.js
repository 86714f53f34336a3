'use strict'

const { isAgent } = require('../org/participant')
const { looksOf } = require('./looks')
const { writesOf } = require('./truth')

/** What no org may lead to. */
const NEVER = ['INVALID_INPUT', 'CREDENTIALS_REJECTED', 'BINDING_NOT_FOUND']
/** Refusals that come before anything is written. */
const BEFORE_WRITES = ['WRAP_UP_REQUIRED', 'WRAP_UP_NOT_FOUND']

const failures = ({ what, error, report }) => [...(error && what !== 'matcher' ? [{ error }] : []), ...(report?.failed ?? [])]

const writesDuring = (conversations, { startedAt, settledAt }) =>
  conversations.flatMap(writesOf).filter(({ at, kind }) => kind === 'write' && at >= startedAt && at <= settledAt)

const isAccepted = ({ status, isCut }) => !isCut && status < 300

/** Whether the last look before the first write showed every agent who was shown later. */
function wereAllShown(conversation, { startedAt, settledAt }, { at }) {
  const agentsIn = (looks) => looks.flatMap(({ shownBody }) => shownBody.participants.filter(isAgent).map(({ id }) => id))
  const views = looksOf(conversation, startedAt, settledAt).filter(({ kind }) => kind === 'view')
  const before = agentsIn(views.filter(({ answeredAt }) => answeredAt <= at).slice(-1))
  return agentsIn(views).every((id) => before.includes(id))
}

function* judge({ error, conversationId }, act) {
  const { code, effect, message, stack } = error
  if (code === undefined) return yield `an error that is not ours: ${stack}`
  if (NEVER.includes(code)) yield `${code}: ${message}`
  const about = act.conversations.filter(({ id, messageId }) => conversationId === undefined || [id, messageId].includes(conversationId))
  const sent = writesDuring(about, act)
  const writes = sent.filter(({ lands }) => lands)
  if (effect === 'none' && writes.length > 0) yield `${code} with effect 'none', and ${writes.length} writes landed`
  if (effect === 'done' && !sent.some((write) => write.lands || isAccepted(write)) && code !== 'GUEST_NOT_TOLD') yield `${code} with effect 'done', and no write landed`
  if (BEFORE_WRITES.includes(code) && act.what !== 'many' && writes.length > 0 && wereAllShown(about[0], act, sent[0])) yield `${code} after ${writes.length} writes`
}

/** Errors say of their effect what was so. */
function* errors(act) {
  for (const failure of failures(act)) yield* judge(failure, act)
}

module.exports = { errors }
