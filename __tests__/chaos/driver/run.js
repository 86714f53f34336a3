'use strict'

const { judge, judgeLater } = require('../oracle')
const { play } = require('./acts')
const { Stage } = require('./stage')

/** How much a machine that is behind is forgiven. */
const SLACK = { factor: 10, leastMs: 100 }

/** What became of an act, in a word. */
function wordOf({ what, name, report, error }) {
  const outcome = error === undefined ? (report?.outcome ?? 'done') : (error.code ?? 'failed')
  return `${name ?? what}: ${outcome}`
}

/** Plays a scene once and judges it. */
async function runOnce({ org, clients, lag, pace, tellLater }, drawn) {
  const scene = { ...drawn, timeoutMs: Math.round(drawn.timeoutMs * pace) }
  const stage = new Stage(org, scene)
  const startedAt = performance.now()
  const client = scene.hears ? clients.hearing : clients.plain
  const acts = await play(stage, client)
  const lateMs = lag.since(startedAt)
  const slackMs = Math.max(SLACK.leastMs, SLACK.factor * lateMs)
  const run = { scene, lateMs, names: scene.names, slackMs, stranger: stage.stranger, codesOf: (queue) => stage.world.codesOf(queue) }
  const wrong = judge(acts, run)
  const played = { wrong, bites: stage.bites, words: acts.map(wordOf), stage, acts }
  stage.leave(() => tellLater(judgeLater(acts, run), played))
  return played
}

module.exports = { runOnce }
