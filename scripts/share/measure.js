'use strict'

const { fork } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { Simulator } = require('../..')

const ORG = path.join(__dirname, 'org.js')
const CLOSER = path.join(__dirname, 'closer.js')

/** What a child tells next; fails where it ends instead. */
function told(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code, signal) => reject(new Error(`a process ended early, with ${signal ?? code}`)))
  })
}

/** A simulator in another process, and what speaks to it here. */
async function startOrg(options) {
  const child = fork(ORG, [JSON.stringify(options)])
  const simulator = await Simulator.attach((await told(child)).url)
  const stop = async () => {
    await simulator.stop()
    child.disconnect()
  }
  return { simulator, stop }
}

/** The ids of open conversations, for each process and task. */
async function openAll(simulator, { processes, tasks, closes }) {
  const open = async () => (await simulator.openConversation({ agent: 'connected' })).conversationId
  const list = (count, make) => Promise.all(Array.from({ length: count }, make))
  return await list(processes, () => list(tasks, () => list(closes, open)))
}

/** The most requests that arrived within one window, wherever it begins. */
function mostInAWindow(times, windowMs) {
  let first = 0
  return times.reduce((most, at, index) => {
    while (at - times[first] >= windowMs) first += 1
    return Math.max(most, index - first + 1)
  }, 0)
}

/** What the server's own journal says. */
function judged(simulator, { limit, windowMs }) {
  const api = simulator.requests().filter(({ path: where }) => where.startsWith('/api/'))
  const times = api.map(({ at }) => at)
  const refused = api.filter(({ status }) => status === 429).length
  return {
    requests: api.length,
    refused,
    logins: simulator.requests({ path: '/oauth/token' }).length,
    mostInAWindow: mostInAWindow(times, windowMs),
    tookMs: times.at(-1) - times[0],
    // As many as the limit at once, and the same again one window later.
    allowedMs: Math.floor((api.length - refused - 1) / limit) * windowMs,
  }
}

/**
 * Processes close conversations against one org with a budget, each with several tasks at a time; with a folder
 * that they share, or each for itself.
 */
async function measure({ processes, tasks, closes, limit, windowMs, shared }) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'genesys-share-'))
  const { simulator, stop } = await startOrg({ limits: { requestsPerMinute: limit, windowMs } })
  try {
    const work = await openAll(simulator, { processes, tasks, closes })
    const children = work.map(() => fork(CLOSER))
    const begin = (child) => {
      child.send({ url: simulator.url, sharedState: shared && path.join(folder, 'state') })
      return told(child)
    }
    await Promise.all(children.map(begin))
    const ends = await Promise.all(children.map((child, index) => {
      child.send(work[index])
      return told(child)
    }))
    const records = await Promise.all(work.flat(2).map((id) => simulator.conversation(id)))
    return {
      ...judged(simulator, { limit, windowMs }),
      closes: records.length,
      failed: ends.flatMap(({ ends: all }) => all).filter((end) => end !== 'closed'),
      lost: records.filter(({ state, effects }) => state !== 'closed' || effects.ends !== 1).length,
    }
  } finally {
    await stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

module.exports = { measure, startOrg, told }
