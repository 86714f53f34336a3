'use strict'

const LEFT_OUT = ['selfUri', 'user', 'communicationId', 'startTime', 'connectedTime', 'correlationId']
const LONGEST = 600

const without = (names) => (key, value) => (names.includes(key) ? undefined : value)
const short = (body) => (body === undefined ? '' : JSON.stringify(body, without(LEFT_OUT)).slice(0, LONGEST))

function lines({ conversations, startedAt }, guest) {
  const since = (at) => Math.round(at - startedAt)
  const answer = ({ answeredAt, status, isCut, lands, landedAt }) =>
    `${isCut ? 'cut' : status} at ${since(answeredAt)}${lands ? `, landed at ${since(landedAt)}` : ''}`
  const requests = conversations.flatMap(({ id, log }) => log.map((entry) => {
    const { at, method, path, body, shownBody } = entry
    return { at, text: `${id.slice(0, 4)} ${method} ${path} ${short(body)} -> ${answer(entry)} ${method === 'GET' ? short(shownBody) : ''}` }
  }))
  const changes = conversations.flatMap(({ id, past }) => past.map(({ at, why, participants }) => ({
    at, text: `${id.slice(0, 4)} ** ${why}: ${participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ')}`,
  })))
  const frames = (guest?.line ?? []).map(({ at, frame, isHistory }) => ({ at, text: `guest <- ${isHistory ? '(history) ' : ''}${short(frame)}` }))
  return [...requests, ...changes, ...frames].sort((a, b) => a.at - b.at).map(({ at, text }) => `  ${String(since(at)).padStart(6)} ms  ${text}`)
}

/** The org's own log of a run, with what was said. */
function story({ acts, stage }) {
  return acts.flatMap((act) => {
    const said = act.error === undefined ? JSON.stringify(act.report, (key, value) => (key === 'steps' ? undefined : value)) : `${act.error.code} (effect ${act.error.effect}): ${act.error.message}`
    return [`${act.what}${act.name ?? ''} ${JSON.stringify(act.options ?? {})}, ${Math.round(act.settledAt - act.startedAt)} ms: ${said}`, ...lines(act, stage.guest)]
  }).join('\n')
}

module.exports = { story }
