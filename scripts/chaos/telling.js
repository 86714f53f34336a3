'use strict'

const { BEHAVIOURS, NAMES } = require('../../__tests__/chaos/behaviours')

function histogram(counts, nameOf = (name) => name) {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a)
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, count]) => `  ${name.padEnd(width)} ${String(count).padStart(8)}  ${nameOf(name)}`.trimEnd()).join('\n')
}

function violation({ message, kind, seed, path, scene, story }, index) {
  const again = `npm run chaos -- --seed ${seed} --path ${path}${scene.only ? ` --only ${scene.only}` : ''}`
  return [`\n${index + 1}. ${message} (met ${kind.count} times)`, `   again: ${again}`, `   ${JSON.stringify(scene)}`, story].join('\n')
}

/** Prints what was counted; `false` where something is wrong, or a behaviour has never struck. */
function tell({ runs, elapsedMs, bites, outcomes, violations }, { only, isWhole }) {
  const shown = NAMES.filter((name) => only === undefined || name === only || bites[name])
  const counts = Object.fromEntries(shown.map((name) => [name, bites[name] ?? 0]))
  console.log(`${runs} runs in ${Math.round(elapsedMs / 1_000)} s, ${Math.round((runs / elapsedMs) * 1_000)} a second\n`)
  console.log(`Behaviours, and in how many runs each struck:\n${histogram(counts, (name) => BEHAVIOURS[name].about)}\n`)
  console.log(`Outcomes:\n${histogram(outcomes, () => '')}\n`)
  const never = NAMES.filter((name) => !bites[name])
  if (isWhole) console.log(`Behaviours that never struck: ${never.join(', ') || 'none'}`)
  console.log(`Violations: ${violations.length}`)
  violations.forEach((each, index) => console.log(violation(each, index)))
  return violations.length === 0 && !(isWhole && never.length > 0)
}

module.exports = { tell }
