'use strict'

const { looksOf } = require('./looks')
const { isAgent } = require('../org/participant')
const { statesBetween, writesOf } = require('./truth')

/** Beyond the agents who were there at first: a second round, the conversation, and those that did not help. */
const MORE_WRITES = 6
const HOUR_MS = 3_600_000

/** Transport may repeat what was lost on the way or refused for the moment; that has its own bound. */
const isTaken = ({ status, isCut }) => !isCut && (status < 400 || status === 403)

function* bounded({ conversations, startedAt, settledAt }) {
  for (const conversation of conversations) {
    const [first] = statesBetween(conversation, startedAt, settledAt)
    const agents = first.participants.filter(isAgent).length
    const writes = writesOf(conversation).filter(({ at }) => at >= startedAt && at <= settledAt)
    const taken = writes.filter(isTaken)
    const states = taken.filter(({ kind }) => kind === 'write').length
    if (states > agents + MORE_WRITES) yield `${states} writes for ${agents} agents`
    const wrapUps = taken.length - states
    if (wrapUps > 3 * (agents + MORE_WRITES)) yield `${wrapUps} wrap-ups posted for ${agents} agents`
  }
}

const partyIn = ({ shownBody: { participants } }, id) => participants.find((party) => party.id === id)

/** Whom a write is for: nobody twice, once it was accepted, and nobody who is only being asked. */
function* aimed({ conversations, startedAt, settledAt }) {
  for (const conversation of conversations) {
    const writes = writesOf(conversation).filter(({ kind, party, at }) => kind === 'write' && party && at >= startedAt && at <= settledAt)
    const isAccepted = ({ status, isCut }) => !isCut && status < 300
    const isAgain = ({ party }, index) => writes.slice(0, index).some((earlier) => earlier.party === party && isAccepted(earlier))
    if (writes.some(isAgain)) yield 'an agent whose end was accepted is ended once more'
    for (const { party, at } of writes) {
      const look = looksOf(conversation, startedAt, at).findLast(({ kind }) => kind === 'view')
      if (look && partyIn(look, party)?.state === 'alerting') yield 'an agent who is only being asked is ended, and the queue asks the next one'
    }
  }
}

/** A request that repeats one which was refused for the moment, or lost. */
function isRepeat(write, log) {
  const before = log.slice(0, log.indexOf(write)).findLast(({ isWrite, path }) => isWrite && path === write.path)
  return before !== undefined && (before.isCut || before.status >= 400)
}

const CLAUSES = {
  attributes: ({ participants }) => participants.some(({ purpose, state, attributes }) => purpose === 'customer' && String(state).toLowerCase() !== 'disconnected' && attributes?.marker === 'ours'),
  queueIds: ({ participants }, { queueIds }) => {
    const queued = participants.filter(({ queue }) => queue)
    const up = queued.filter(({ state }) => !['disconnected', 'terminated'].includes(String(state).toLowerCase()))
    const current = up.length > 0 ? up : queued.slice(-1)
    return current.some(({ queue }) => queueIds.includes(queue.id))
  },
}

/** Each write is guarded by the read that planned it. */
function* guarded({ conversations: [conversation], startedAt, settledAt, options }) {
  const { guard } = options ?? {}
  if (guard === undefined) return
  for (const write of writesOf(conversation).filter(({ kind, at }) => kind === 'write' && at >= startedAt && at <= settledAt)) {
    if (isRepeat(write, conversation.log)) continue
    const look = looksOf(conversation, startedAt, write.at).findLast(({ kind }) => kind === 'view')
    if (look === undefined) yield 'a guarded write before any look'
    for (const [clause, holds] of Object.entries(CLAUSES)) {
      if (guard[clause] && look && !holds(look.shownBody, guard)) yield `a write though ${clause} did not hold in the look before it`
    }
    if (guard.startedWithinMs <= HOUR_MS && conversation.isOld) yield 'a write to a conversation that is too old, or cannot be shown to be young'
    if (guard.messageIds && conversation.log.some(({ kind, shownBody }) => kind === 'details' && shownBody?.conversationId && shownBody.conversationId !== conversation.id)) {
      yield 'a write though a message belongs to another conversation'
    }
  }
}

/** Nothing of strangers is touched. */
function* strangers(_act, { stranger }) {
  if (writesOf(stranger).length > 0) yield 'a write to a stranger\'s conversation'
}

/**
 * Once the promise has settled nothing more is written, but for one request each that was on its way: it may wait for
 * seconds until a busy server takes its connection. Judged a while later.
 */
function* afterwards({ conversations, settledAt, error }, { slackMs }) {
  const late = conversations.flatMap(writesOf).filter(({ at }) => at > settledAt + slackMs)
  if (late.length > conversations.length) yield `${late.length} writes after it had settled`
  if (late.some(({ lands }) => lands) && error?.effect === 'none') yield `${error.code} with effect 'none', and a write on its way landed`
}

module.exports = { afterwards, aimed, bounded, guarded, strangers }
