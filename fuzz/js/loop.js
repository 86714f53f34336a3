'use strict'

const { randomOf } = require('../../scripts/random')

const AT_ONCE = 50
/** A single input must never hold anybody up. */
const LONGEST_MS = 2_000

const POLLUTABLE = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
const inherited = () => POLLUTABLE.map((each) => Reflect.ownKeys(each).length).join()

/** Runs one input against a target; throws where its invariant does not hold. */
function hold(target, input) {
  const [before, started] = [inherited(), performance.now()]
  try {
    target.hold(input)
  } catch (error) {
    throw new Error(`${target.name}: ${error.message}\ninput: ${JSON.stringify(input)}`, { cause: error })
  }
  if (inherited() !== before) throw new Error(`${target.name}: a prototype was changed\ninput: ${JSON.stringify(input)}`)
  if (performance.now() - started > LONGEST_MS) throw new Error(`${target.name}: it took too long\ninput: ${JSON.stringify(input)}`)
}

/** Seeded inputs, one after the other, each made of an earlier one. */
function fixedRun(target, { runs, seed }) {
  const random = randomOf(seed)
  target.seeds.forEach((input) => hold(target, input))
  for (let run = 0; run < runs; run++) hold(target, target.mutate(random.pick(target.seeds), random))
}

/** As `fixedRun`, but a batch of inputs that runs code which never ran before joins the corpus. */
function guidedRun(target, { runs, seed, coverage }) {
  const [random, corpus] = [randomOf(seed), [...target.seeds]]
  corpus.forEach((input) => hold(target, input))
  coverage.take()
  const initial = coverage.total
  for (let run = 0; run < runs; run += AT_ONCE) {
    const inputs = Array.from({ length: AT_ONCE }, () => target.mutate(random.pick(corpus), random))
    for (const input of inputs) hold(target, input)
    if (coverage.take() > 0) corpus.push(...inputs)
  }
  return { runs, corpus: corpus.length, seeds: target.seeds.length, initial, covered: coverage.total }
}

module.exports = { fixedRun, guidedRun, hold }
