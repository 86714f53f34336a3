'use strict'

const { looksOf } = require('./looks')
const { statesBetween } = require('./truth')

const MADE_ANEW = ['code-made-anew', 'plan-without-its-code']

const plain = (name) => name.normalize('NFC').trim()
const folded = (name) => plain(name).toLowerCase()

/** The codes that a name may mean, the closest that there are: one, where it is clear. */
function meant(codes, name) {
  const alike = [(text) => text, plain, folded].map((as) => codes.filter((code) => as(code.name) === as(name)))
  return alike.find((found) => found.length > 0) ?? []
}

const hasCode = (id) => ({ wrapup }) => wrapup !== undefined && wrapup !== null && wrapup.code === id && wrapup.provisional !== true

/** What is said of a wrap-up was once so, and it is the code that was asked for. */
function* wrapUps({ what, report, error, conversations: [conversation], options, startedAt, settledAt, lateMs }, { codesOf, names }) {
  if (what !== 'close' && what !== 'when') return
  const codes = conversation.participants.filter(({ queue }) => queue).map(({ queue }) => codesOf(queue))
  const wanted = options.wrapUp === undefined ? [] : codes.map((list) => meant(list, options.wrapUp))
  if (report?.wrapUp.status === 'applied') {
    const wasSo = statesBetween(conversation, startedAt, settledAt).some(({ participants }) => participants.some(hasCode(report.wrapUp.id)))
    if (!wasSo) yield 'the wrap-up is said to be applied, and was never there'
    if (!names.some((name) => MADE_ANEW.includes(name)) && !wanted.some((each) => each.length === 1 && each[0].id === report.wrapUp.id)) yield 'the wrap-up is said to be applied, and it is not the one that was named'
  }
  const look = looksOf(conversation, startedAt, settledAt).findLast(({ kind }) => kind === 'view')
  const isOwed = look?.shownBody.participants.some(({ id }) => id === conversation.owes)
  if (report?.wrapUp.reason === 'not-required' && isOwed) yield 'not required, it is said, and an agent owes a wrap-up'
  const isClear = wanted.length > 0 && wanted.every((each) => each.length === 1) && !['moved-between-reads', 'transfer'].some((name) => names.includes(name))
  const hadTime = settledAt - startedAt < options.timeoutMs - 30 - lateMs
  if (error?.code === 'REJECTED' && isClear && hadTime && names.some((name) => MADE_ANEW.includes(name))) yield 'a code that was made anew is not looked up again'
  if (error?.code === 'WRAP_UP_NOT_FOUND' && isClear) yield 'WRAP_UP_NOT_FOUND for a code that is there'
}

module.exports = { wrapUps }
