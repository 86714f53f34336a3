'use strict'

// Many recordings of an org of another hand beside the simulator, and a day's in one: `npm run drift`.
//   --runs <number>     honest runs, none of which may differ (100)
//   --events <number>   lines of the long one (100000)

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { ROOT } = require('./run')

const { binding } = require(path.join(ROOT, 'build', 'boundary', 'binding'))
const { unwrap } = require(path.join(ROOT, 'build', 'boundary', 'call'))
const { record } = require(path.join(ROOT, '__tests__', 'support', 'other-org', 'recorded'))

const { values } = parseArgs({ options: { runs: { type: 'string', default: '100' }, events: { type: 'string', default: '100000' } } })
const MODES = ['ReadOnly', 'Send', 'ReadOnly', 'Send', 'off']
const WITHIN_MS = 10_000

const drift = async (file) => unwrap(await binding.drift(file, undefined, new binding.Cancellation()))
const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20)

async function honest(folder, runs) {
  let different = 0
  for (let run = 0; run < runs; run++) {
    const file = path.join(folder, `${run}.jsonl`)
    await record(file, { settleMs: (run * 37) % 180, mode: MODES[run % MODES.length] })
    const { differences } = await drift(file)
    if (differences.length > 0) {
      different++
      console.log(`run ${run}: ${JSON.stringify(differences[0])}`)
    }
  }
  console.log(`${runs} recordings of an org that does what the simulator does: ${different} with a difference`)
  return different === 0
}

/** What an org has once, whoever comes: its deployment, codes, queues and people. */
function shared(lines) {
  const once = lines.filter((line) => /config\.json|wrapupcodes/.test(line.path ?? '')).map(({ request }) => request)
  const bodies = lines.filter((line) => once.includes(line.answer)).concat(lines.filter(({ opens }) => opens))
  const people = JSON.stringify(lines).match(/"(?:user|queue)":\{[^}]*\}/g) ?? []
  return new Set((JSON.stringify(bodies) + people.join('')).match(/<\w+ \d+>/g))
}

/** The same again and again, with other guests and conversations each time. */
function lengthened(file, events) {
  const [header, ...text] = fs.readFileSync(file, 'utf8').trimEnd().split('\n')
  const lines = text.map((line) => JSON.parse(line))
  const [kept, span] = [shared(lines), lines.at(-1).at + 1]
  const output = [header]
  for (let round = 0; output.length <= events; round++) {
    for (const line of lines) {
      const moved = JSON.stringify(line).replace(/<(id|text|token|time|name|number|url) (\d+)>/g, (whole, kind, number) => (kept.has(whole) ? whole : `<${kind} ${Number(number) + round * 10_000}>`))
      const { at, request, answer, socket, ...rest } = JSON.parse(moved)
      const numbers = Object.entries({ request, answer, socket }).filter(([, value]) => value !== undefined)
      const numbered = numbers.map(([name, value]) => [name, value + round * 1_000])
      output.push(JSON.stringify({ at: at + round * span, ...Object.fromEntries(numbered), ...rest }))
    }
  }
  fs.writeFileSync(file, `${output.slice(0, events + 1).join('\n')}\n`)
}

async function long(folder, events) {
  const file = path.join(folder, 'long.jsonl')
  await record(file, {})
  await drift(file)
  lengthened(file, events)
  const [begun, before] = [process.hrtime.bigint(), megabytes()]
  let most = before
  const watch = setInterval(() => { most = Math.max(most, megabytes()) }, 100)
  const { differences, events: compared } = await drift(file)
  clearInterval(watch)
  const ms = Number((process.hrtime.bigint() - begun) / 1_000_000n)
  console.log(`${compared} events (${Math.round(fs.statSync(file).size / 2 ** 20)} MB) in ${(ms / 1000).toFixed(1)} s; memory from ${before} to at most ${most} MB; ${differences.length} differences`)
  differences.slice(0, 3).forEach((each) => console.log(JSON.stringify(each)))
  return differences.length === 0 && ms <= WITHIN_MS
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drift-'))
  try {
    const [same, soon] = [await honest(folder, Number(values.runs)), await long(folder, Number(values.events))]
    process.exitCode = same && soon ? 0 : 1
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

main()
