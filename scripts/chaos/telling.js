'use strict'

const { BEHAVIOURS, NAMES } = require('../../__tests__/chaos/behaviours')

function histogram(counts, nameOf = (name) => name) {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a)
  const width = Math.max(...entries.map(([name]) => name.length))
  return entries.map(([name, count]) => `  ${name.padEnd(width)} ${String(count).padStart(8)}  ${nameOf(name)}`.trimEnd()).join('\n')
}

/** The command that plays a run again; what came after a run was over has none. */
function again({ seed, path }, { only, except }) {
  if (seed === undefined) return 'it came too late to be played again'
  const narrowed = [...(only === undefined ? [] : ['--only', only]), ...except.flatMap((name) => ['--except', name])]
  return `again: ${['npm run chaos --', '--seed', seed, '--path', path, ...narrowed].join(' ')}`
}

function violation({ message, kind, scene, story, seed, path }, index, options) {
  return [`\n${index + 1}. ${message} (met ${kind.count} times)`, `   ${again({ seed, path }, options)}`, `   ${JSON.stringify(scene)}`, story].join('\n')
}

/** Prints what was counted; `false` where something is wrong, or a behaviour has never struck. */
function tell({ runs, elapsedMs, bites, outcomes, violations }, { only, except, isWhole }) {
  const shown = NAMES.filter((name) => only === undefined || name === only || bites[name])
  const counts = Object.fromEntries(shown.map((name) => [name, bites[name] ?? 0]))
  console.log(`${runs} runs in ${Math.round(elapsedMs / 1_000)} s, ${Math.round((runs / elapsedMs) * 1_000)} a second\n`)
  console.log(`Behaviours, and in how many runs each struck:\n${histogram(counts, (name) => BEHAVIOURS[name].about)}\n`)
  console.log(`Outcomes:\n${histogram(outcomes, () => '')}\n`)
  const never = NAMES.filter((name) => !bites[name] && !except.includes(name))
  if (isWhole) console.log(`Behaviours that never struck: ${never.join(', ') || 'none'}`)
  console.log(`Violations: ${violations.length}`)
  violations.forEach((each, index) => console.log(violation(each, index, { only, except })))
  return violations.length === 0 && !(isWhole && never.length > 0)
}

module.exports = { tell }
