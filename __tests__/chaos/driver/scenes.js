'use strict'

const fc = require('fast-check')
const { BEHAVIOURS, NAMES } = require('../behaviours')

const weighted = (weights) => fc.oneof(...Object.entries(weights).map(([value, weight]) => ({ arbitrary: fc.constant(value), weight })))
const orNone = (weights) => weighted(weights).map((value) => (value === 'none' ? undefined : value))

/** What is asked and of whom, before any behaviour has a say. The first of each choice is the plainest. */
const PLAIN = fc.record({
  kind: weighted({ close: 12, many: 2, guest: 3, when: 2, reap: 2, matcher: 1 }),
  company: weighted({ agent: 8, queued: 2, alerting: 2, bot: 1, 'two-agents': 3 }),
  strategy: weighted({ auto: 14, agent: 3, conversation: 2, teardown: 1 }),
  wrapUp: orNone({ Resolved: 8, none: 1, 'No such code': 1 }),
  isRequired: fc.oneof({ arbitrary: fc.constant(true), weight: 3 }, { arbitrary: fc.constant(false), weight: 1 }),
  isEnded: weighted({ no: 12, yes: 1 }).map((word) => word === 'yes'),
  guard: orNone({ none: 10, messageIds: 1, attributes: 1, queueIds: 1, startedWithinMs: 1 }),
  mode: weighted({ ReadOnly: 4, Send: 4, off: 1 }),
  hears: weighted({ no: 7, yes: 1 }).map((word) => word === 'yes'),
  arms: weighted({ yes: 2, no: 1 }).map((word) => word === 'yes'),
  staysForMs: fc.constantFrom(0, 0, 0, 60),
  timeoutMs: fc.oneof({ arbitrary: fc.constantFrom(600, 450, 350, 250), weight: 40 }, { arbitrary: fc.constant(2_700), weight: 1 }),
  seed: fc.nat({ max: 2 ** 31 - 1 }),
})

/** Behaviours of a run: mostly one that is sure to have its scene, with up to two beside it; now and then none. */
function behaviours({ only, isAlone, except }) {
  const names = NAMES.filter((name) => !except.includes(name))
  if (isAlone) return fc.constant([only])
  const main = only === undefined ? fc.constantFrom(...names) : fc.constant(only)
  const beside = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 })
  const some = fc.tuple(fc.oneof({ arbitrary: fc.constant([]), weight: 2 }, { arbitrary: beside, weight: 1 }), main)
  const chosen = some.map(([others, name]) => [...others.filter((other) => other !== name), name])
  return only === undefined ? fc.oneof({ arbitrary: fc.constant([]), weight: 1 }, { arbitrary: chosen, weight: 24 }) : chosen
}

/** A tear-down takes no code. */
const fitting = (scene) => (scene.strategy === 'teardown' ? { ...scene, wrapUp: undefined } : scene)

/** One run: behaviours, and a scene in which the last of them can strike. `except`: behaviours that are left out. */
function scenes({ only, isAlone = false, except = [] }) {
  return fc.noBias(fc.record({ names: behaviours({ only, isAlone, except }), plain: PLAIN })).map(({ names, plain }) => fitting({
    ...Object.assign({}, plain, ...names.map((name) => BEHAVIOURS[name].scene)), names,
  }))
}

module.exports = { scenes }
