'use strict'

const { fork } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { startOrg, told } = require('../share/measure')
const { SharedFolder, tellsLocks } = require('./folder')
const { randomOf } = require('../random')
const { LATENCY_MS, stepAt, stepsOf } = require('./steps')

const VICTIM = path.join(__dirname, 'victim.js')
const IN_CLOSES = ['log in', 'read', 'list codes', 'disconnect', 'verify']
const IN_FILES = ['budget half written', 'token half written', ...(tellsLocks ? ['budget locked'] : [])]
const STEPS = [...IN_CLOSES, ...IN_FILES]
/** How long a step is waited for; then the process is killed wherever it is. */
const PATIENCE_MS = 10_000
const LIMIT = 100_000

/** Looks again and again, without a pause: what is waited for lasts microseconds. */
function spinUntil(seen, until) {
  while (Date.now() < until) if (seen()) return true
  return false
}

/** Until a request of that step has begun so many times from now on, and for a part of its time. */
function aimAtClose(step, { simulator, random, until }) {
  const count = () => stepsOf(simulator.requests()).filter((each) => each.step === step).length
  // After a login there is no other until its token is gone.
  const wanted = count() + 1 + (step === 'log in' ? 0 : random.below(3))
  if (!spinUntil(() => count() >= wanted, until)) return
  const moment = performance.now() + random.next() * LATENCY_MS * 0.6
  while (performance.now() < moment) { /* to the fraction of a millisecond */ }
}

/**
 * Until half a file is there, or a lock is held, and the process is stopped before that is over: such moments are
 * shorter than it takes to send a signal, so it is let go again and again until one is met.
 */
function aimAtFile(step, { folder, pid, random, until }) {
  const [what] = step.split(' ')
  const beside = folder.beside(what)
  const isWriting = () => fs.existsSync(beside)
  const isHeld = step.endsWith('locked') && folder.lockProbe(what)
  const isThere = isHeld ? () => !isWriting() && isHeld() : isWriting
  const later = performance.now() + random.next() * LATENCY_MS
  while (performance.now() < later) { /* not always the first one */ }
  while (Date.now() < until) {
    if (what === 'token') folder.removeToken()
    // A token that is there was written too fast to be seen.
    const token = what === 'token' && folder.token
    if (!spinUntil(() => isThere() || (token && fs.existsSync(token)), until) || !isThere()) continue
    stop(pid)
    if (isThere()) return
    process.kill(pid, 'SIGCONT')
  }
}

/** Until no thread of it runs any more. */
function stop(pid) {
  process.kill(pid, 'SIGSTOP')
  if (tellsLocks) spinUntil(() => / T /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1')), Date.now() + 1_000)
  else spinUntil(() => false, Date.now() + 2)
}

/** Where a process was that is dead by now. */
function whereItWas({ simulator, folder, aimedAt, killedAt, wasHeld }) {
  const half = ['budget', 'token'].find((what) => folder.isHalfWritten(what))
  if (half !== undefined) return `${half} half written`
  if (wasHeld) return 'budget locked'
  return stepAt(simulator.requests(), killedAt, aimedAt)
}

class Killing {
  #org
  #folder
  #random

  #patienceMs

  constructor({ org, folder, random, patienceMs }) {
    this.#patienceMs = patienceMs
    this.#org = org
    this.#folder = folder
    this.#random = random
  }

  /** A process that starts after whatever was before; it must close a conversation first. */
  async start(work) {
    const child = fork(VICTIM)
    const began = Date.now()
    child.send({ url: this.#org.simulator.url, sharedState: this.#folder.path, work })
    const { outcome, alone, failed } = await told(child)
    const isClean = outcome === 'closed' && !alone
    return { child, trouble: isClean ? undefined : (failed ?? `outcome ${outcome}, alone ${alone}`), startedInMs: Date.now() - began }
  }

  async killAt(aimedAt, child) {
    const { simulator } = this.#org
    const parts = { simulator, folder: this.#folder, pid: child.pid, random: this.#random, until: Date.now() + this.#patienceMs }
    if (aimedAt === 'log in') this.#folder.removeToken()
    const aim = IN_CLOSES.includes(aimedAt) ? aimAtClose : aimAtFile
    aim(aimedAt, parts)
    const wasHeld = aimedAt === 'budget locked' && this.#folder.lockProbe('budget')()
    const ended = new Promise((resolve) => { child.once('exit', (_, signal) => resolve(signal)) })
    process.kill(child.pid, 'SIGKILL')
    const killedAt = Date.now()
    const signal = await ended
    const step = whereItWas({ simulator, folder: this.#folder, aimedAt, killedAt, wasHeld })
    const unauthorized = simulator.requests().filter(({ status }) => status === 401).length
    await simulator.reset()
    return { step, signal, unauthorized }
  }
}

/** One after the other in one folder; the last one must live. */
async function killAll(aims, { latencyMs, random, patienceMs, seen, onKill }) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'genesys-kill-'))
  const org = await startOrg({ limits: { requestsPerMinute: LIMIT }, latencyMs, settleMs: 5 })
  const killing = new Killing({ org, folder: new SharedFolder(path.join(place, 'state')), random, patienceMs })
  const begin = async (aim) => {
    const { child, trouble, startedInMs } = await killing.start(aim?.startsWith('token') ? 'logins' : 'closes')
    if (trouble !== undefined) seen.troubles.push(trouble)
    seen.slowestStartMs = Math.max(seen.slowestStartMs, startedInMs)
    return child
  }
  try {
    let child = await begin(aims[0])
    for (const [index, aim] of aims.entries()) {
      const { step, signal, unauthorized } = await killing.killAt(aim, child)
      if (signal !== 'SIGKILL') seen.troubles.push(`a process ended by itself, at ${step}`)
      seen.steps[step] = (seen.steps[step] ?? 0) + 1
      seen.unauthorized += unauthorized
      onKill(step)
      child = await begin(aims[index + 1])
    }
    child.kill('SIGKILL')
  } finally {
    await org.stop()
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 10 })
  }
}

/**
 * Kills processes at moments that the seed decides. Requests take a while where they are aimed at, and no time where
 * files are: then there are more writes to meet.
 */
async function killMany({ kills, seed, patienceMs = PATIENCE_MS, onKill = () => {} }) {
  const random = randomOf(seed)
  const aims = random.shuffled(Array.from({ length: kills }, (_, index) => STEPS[index % STEPS.length]))
  const seen = { steps: {}, troubles: [], unauthorized: 0, slowestStartMs: 0 }
  const isAtClose = (aim) => IN_CLOSES.includes(aim)
  await killAll(aims.filter(isAtClose), { latencyMs: LATENCY_MS, random, patienceMs, seen, onKill })
  await killAll(aims.filter((aim) => !isAtClose(aim)), { latencyMs: 0, random, patienceMs, seen, onKill })
  return seen
}

module.exports = { STEPS, killMany }
