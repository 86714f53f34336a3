'use strict'

const LATENCY_MS = 25
const CONVERSATION = /^\/api\/v2\/conversations\/messages\/([^/?]+)/

/** Each request of the journal with the step of a close that it is. */
function stepsOf(entries) {
  const written = new Set()
  return entries.map(({ method, path: where, at }) => {
    const id = CONVERSATION.exec(where)?.[1]
    const isVerifying = written.has(id)
    if (method === 'PATCH') written.add(id)
    return { at, step: stepOf(method, where, isVerifying) }
  })
}

function stepOf(method, where, isVerifying) {
  if (where === '/oauth/token') return 'log in'
  if (where.includes('wrapupcodes')) return 'list codes'
  if (method === 'PATCH') return 'disconnect'
  return isVerifying ? 'verify' : 'read'
}

/** What was under way when a process was killed: the step that was aimed at, if it was, else the last one begun. */
function stepAt(entries, killedAt, aimedAt) {
  const underWay = stepsOf(entries).filter(({ at }) => at <= killedAt && at + LATENCY_MS >= killedAt).map(({ step }) => step)
  return underWay.includes(aimedAt) ? aimedAt : (underWay.at(-1) ?? 'between requests')
}

module.exports = { LATENCY_MS, stepAt, stepsOf }
