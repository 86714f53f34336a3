'use strict'

const fc = require('fast-check')
const { GenesysClient } = require('../../..')
const { startOrg } = require('../org')
const { Lag } = require('./lag')
const { runOnce } = require('./run')
const { scenes } = require('./scenes')
const { KEPT_MS } = require('./stage')
const { story } = require('./story')

const AT_ONCE = 64
const FEW_AT_ONCE = 16
const QUEUES = 24
/** So long a plain close may take before all deadlines are made longer, and how much longer at most. */
const QUICK_MS = 250
const SLOWEST = 6
const RETRY = { maxAttempts: 4, baseDelayMs: 20, maxDelayMs: 200 }
const NOTHING = { acts: [], stage: { scene: {} } }
/** The lane of what is told. */
const TOLD = -1

/** Whoever looks for one hole wants answers as quick as they can be. */
function lanesFor({ path, stopsAtFirst }) {
  if (path !== undefined) return 1
  return stopsAtFirst ? FEW_AT_ONCE : AT_ONCE
}

const count = (counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1)

/** One org, its clients, and what was counted. */
class Chaos {
  bites = new Map()
  outcomes = new Map()
  violations = []
  /** Kinds of violations: how often met, and by which lane first; each is told once, in its smallest form. */
  kinds = new Map()
  runs = 0

  async start(lanes) {
    this.org = await startOrg()
    this.org.queues = Array.from({ length: QUEUES }, () => this.org.world.queue())
    this.org.retry = RETRY
    const connection = { ...this.org.connection, retry: RETRY }
    this.clients = {
      plain: new GenesysClient(connection),
      hearing: new GenesysClient({ ...connection, notifications: true }),
    }
    this.lag = new Lag()
    await this.#warmUp(lanes)
    return this
  }

  /** So that the first runs do not stand in line for a token, and have the time that this machine needs now. */
  async #warmUp(lanes) {
    const { world } = this.org
    await Promise.all(Object.values(this.clients).map((client) => client.getConversation(world.open().id)))
    // By its first close in a queue a client hears of that queue.
    await Promise.all(this.org.queues.map((queue) => this.clients.hearing.closeConversation(world.open({ queue, isRequired: false }).id)))
    const took = await Promise.all(Array.from({ length: lanes }, async () => {
      const startedAt = performance.now()
      await this.clients.plain.closeConversation(world.open({ isRequired: false }).id)
      return performance.now() - startedAt
    }))
    this.pace = Math.min(SLOWEST, Math.max(1, Math.max(...took) / QUICK_MS))
  }

  /** What went wrong after a run was over cannot be made smaller any more. */
  tellLater = (wrong, run) => {
    if (wrong.length === 0) return
    const kind = this.#kind(wrong[0])
    kind.count += 1
    if (kind.lane !== TOLD) this.violations.push({ scene: run.stage.scene, message: wrong.join('\n'), story: story(run), kind })
    kind.lane = TOLD
  }

  async stop() {
    this.lag.stop()
    if (this.violations.length === 0) await new Promise((resolve) => { this.org.world.later(KEPT_MS + 200, resolve) })
    for (const { method, path } of this.org.world.astray) this.tellLater([`a write that leads nowhere: ${method} ${path}`], NOTHING)
    await Promise.all(Object.values(this.clients).map((client) => client.dispose()))
    await this.org.stop()
  }

  /** One scene; throws where something is wrong that is not told already. */
  async #check(scene, lane) {
    const run = await runOnce(this, scene)
    this.runs += 1
    for (const name of run.bites) count(this.bites, name)
    for (const word of run.words) count(this.outcomes, word)
    if (this.#isNews(run.wrong, lane)) throw Object.assign(new Error(run.wrong.join('\n')), { story: story(run) })
  }

  /** Whether this is a kind of violation that no other lane makes smaller, and that nobody has told. */
  #isNews([first], lane) {
    if (first === undefined) return false
    const kind = this.#kind(first)
    kind.count += 1
    kind.lane ??= lane
    return kind.lane === lane
  }

  #kind(message) {
    const words = message.replace(/[0-9a-f-]{32,36}|\d+/g, '#').slice(0, 80)
    if (!this.kinds.has(words)) this.kinds.set(words, { count: 0, lane: undefined })
    return this.kinds.get(words)
  }

  #tell({ seed, counterexamplePath: path, counterexample: [scene], errorInstance }) {
    const { message, story: log } = /** @type {Error & { story: string }} */ (errorInstance)
    const kind = this.#kind(message)
    kind.lane = TOLD
    this.violations.push({ seed, path, scene, message, story: log, kind })
  }

  /** So many runs after one another; a violation is made smaller, told, and passed over. */
  async #lane({ runs, seed, path, only, except, lane, stopsAtFirst }) {
    for (let [left, turn] = [runs, 0]; left > 0 && !(stopsAtFirst && this.violations.length > 0); turn++) {
      const property = fc.asyncProperty(scenes({ only, except, isAlone: stopsAtFirst }), (scene) => this.#check(scene, lane))
      const result = await fc.check(property, {
        numRuns: left, seed: seed + turn * 7_919, endOnFailure: stopsAtFirst, ...(path !== undefined && { path }),
      })
      left -= result.numRuns
      if (!result.failed) return
      this.#tell(result)
    }
  }

  /**
   * Many lanes at the same time, each with a seed of its own; replaying needs one. With `stopsAtFirst` a violation is
   * neither made smaller nor followed by others, and nothing stands beside the one behaviour.
   */
  async all({ runs, seed, path, only, except, stopsAtFirst = false, lanes }) {
    const share = (lane) => Math.floor(runs / lanes) + (lane < runs % lanes ? 1 : 0)
    const each = (lane) => this.#lane({ runs: share(lane), seed: seed + lane * 1_000_003, path, only, except, lane, stopsAtFirst })
    await Promise.all(Array.from({ length: lanes }, (_, lane) => each(lane)))
  }
}

/** Runs so many scenes and tells what was counted. */
async function chaos(given) {
  const options = { ...given, lanes: given.lanes ?? lanesFor(given) }
  const all = await new Chaos().start(options.lanes)
  const startedAt = performance.now()
  try {
    await all.all(options)
  } finally {
    await all.stop()
  }
  const { runs, bites, outcomes, violations } = all
  const elapsedMs = performance.now() - startedAt
  return { runs, bites: Object.fromEntries(bites), outcomes: Object.fromEntries(outcomes), violations, elapsedMs }
}

module.exports = { chaos }
