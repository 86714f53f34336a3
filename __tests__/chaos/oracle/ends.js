'use strict'

const { looksOf, seenAgentsUp, seenUp } = require('./looks')
const { PAYLOAD } = require('../driver/payload')
const { agentsEnded, isEnded, wasEver, writesOf } = require('./truth')

const words = (parties) => parties.map(({ purpose, state }) => `${purpose} ${state ?? 'up'}`).join(', ')

/** So long before its deadline an answer may be too late for a call, and it has not heard it. */
const ON_ITS_WAY_MS = 30

/** Who was up as far as the looks tell, by whichever is kinder: what came round the deadline may have reached nobody. */
function upAfter(conversation, { what, guest, startedAt, settledAt, options, lateMs }, seen = seenUp) {
  const all = looksOf(conversation, startedAt, settledAt)
  if (all.length === 0) return [{ purpose: 'no look', state: 'was answered' }]
  // The time of a close on a payload begins with the payload.
  const began = what === 'when' ? payloadOf(guest)?.at ?? startedAt : startedAt
  const inTime = all.filter(({ answeredAt }) => answeredAt < began + options.timeoutMs - ON_ITS_WAY_MS - lateMs).length
  const heard = Array.from({ length: all.length - inTime + 1 }, (_, late) => all.slice(0, inTime + late))
  return heard.some((looks) => looks.length > 0 && seen(looks).length === 0) ? [] : seen(all)
}

const payloadOf = ({ line }) => line.find(({ frame }) => frame.body?.text === PAYLOAD)

/** What speaks against the word that this conversation was closed. */
function againstClosed(conversation, act) {
  if (!wasEver(conversation, act.startedAt, act.settledAt, isEnded)) return 'it never was'
  const up = upAfter(conversation, act)
  return up.length > 0 ? `the last that was shown is: ${words(up)}` : undefined
}

function againstAlreadyClosed(conversation, act) {
  const landed = writesOf(conversation).some(({ lands, at, kind }) => lands && kind === 'write' && at >= act.startedAt && at <= act.settledAt)
  return landed ? 'a write of its own had landed' : againstClosed(conversation, act)
}

function againstAgentsEnded(conversation, act) {
  const { startedAt, settledAt, options } = act
  if (options.strategy !== 'agent') return 'nobody asked for agents only'
  if (!wasEver(conversation, startedAt, settledAt, agentsEnded)) return 'they never were'
  const up = upAfter(conversation, act, seenAgentsUp)
  return up.length > 0 ? `the last that was shown is: ${words(up)}` : undefined
}

const AGAINST = { closed: againstClosed, 'already-closed': againstAlreadyClosed, 'agents-ended': againstAgentsEnded }

/** Says what is wrong with an outcome, if anything is. */
function judgeOutcome(outcome, conversation, act) {
  const against = AGAINST[outcome]?.(conversation, act)
  return against && `false ${outcome}: ${against}`
}

function* judgeMany({ conversations, report, ...act }) {
  const { closed, alreadyClosed, agentsEnded: agents = 0, failedTotal } = report
  const distinct = conversations.length
  if (closed + alreadyClosed + agents + failedTotal !== distinct) yield `${distinct} conversations, and ${closed} + ${alreadyClosed} + ${agents} + ${failedTotal} are told`
  const wrong = conversations.filter((each) => againstClosed(each, act) !== undefined).length
  if (closed + alreadyClosed > distinct - wrong) yield `closed: ${closed}, already closed: ${alreadyClosed}, of ${distinct} of which ${wrong} never were`
}

/** A passed matcher is a verdict too. That it is open, nobody can know later than the org shows it. */
function* judgeMatcher({ name, error, conversations: [conversation], startedAt, settledAt }) {
  if (error !== undefined) return
  const wantsEnd = name === 'toBeClosed' || name === 'not.toBeOpen'
  const wasSo = wasEver(conversation, startedAt, settledAt, (state) => isEnded(state) === wantsEnd)
  const wasShownOpen = () => looksOf(conversation, startedAt, settledAt).some((look) => look.kind === 'view' && seenUp([look]).length > 0)
  if (!wasSo && (wantsEnd || !wasShownOpen())) yield `${name}() passed, and it never was so`
}

const ONLY_LATE = ['late-indexing', 'record-without-conversation']

/** A message leads to its conversation, also where its record comes late. */
function* judgeFind({ report, error, options, conversations: [conversation] }, { names, slackMs }) {
  if (report !== undefined && report !== conversation.id) yield 'a message led to another conversation'
  const isPatient = options.timeoutMs > 500 && slackMs <= 100 && names.every((name) => ONLY_LATE.includes(name))
  if (error !== undefined && isPatient) yield `a record that came in time was not found: ${error.code}`
}

/** Every word on an end is true. */
function* ends(act, run) {
  if (act.what === 'find') yield* judgeFind(act, run)
  if (act.what === 'matcher') yield* judgeMatcher(act)
  if (act.report === undefined) return
  if (act.what === 'close' || act.what === 'when') yield judgeOutcome(act.report.outcome, act.conversations[0], act)
  if (act.what === 'many') yield* judgeMany(act)
}

module.exports = { againstClosed, ends, judgeOutcome }
