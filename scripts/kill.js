'use strict'

// Processes that share a folder, killed in the middle of what they do; the next one must start clean. `npm run kill`.
const { STEPS, killMany } = require('./kill/killing')

const KILLS = Number(process.argv[2] ?? 200)
const SEED = 5

function histogram(steps) {
  const width = Math.max(...Object.keys(steps).map((step) => step.length))
  const ordered = Object.entries(steps).sort(([, a], [, b]) => b - a)
  return ordered.map(([step, count]) => `${step.padEnd(width)}  ${String(count).padStart(3)}  ${'█'.repeat(count)}`).join('\n')
}

async function main() {
  const started = Date.now()
  const { steps, troubles, unauthorized, slowestStartMs } = await killMany({ kills: KILLS, seed: SEED })
  console.log(`${KILLS} processes killed with -9, seed ${SEED}, ${Math.round((Date.now() - started) / 1000)} s. Where they were:\n`)
  console.log(histogram(steps))
  const empty = STEPS.filter((step) => !(step in steps))
  console.log(`\nSteps never hit: ${empty.join(', ') || 'none'}`)
  console.log(`Next processes that did not start clean: ${troubles.length}${troubles.map((trouble) => `\n  ${trouble}`).join('')}`)
  console.log(`Answers 401 (a damaged token that was believed): ${unauthorized}`)
  console.log(`Slowest start, up to a verified close: ${slowestStartMs} ms`)
  process.exitCode = empty.length + troubles.length + unauthorized === 0 ? 0 : 1
}

main()
