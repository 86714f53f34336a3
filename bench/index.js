'use strict'

// npm run bench [-- --quick] [--only <row>]… [--instructions] [--debug-addon]

const fs = require('node:fs')
const path = require('node:path')
const { parseArgs } = require('node:util')
const { BUILD, ROOT, releaseProduct, revision } = require('./product')
const { ROWS } = require('./registry')
const { writePage } = require('./report/page')
const { terminalTable } = require('./report/table')
const { run } = require('./run')
const { FULL, QUICK, SMOKE } = require('./scale')

const OUT = path.join(BUILD, 'last-run')

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    'debug-addon': { type: 'boolean', default: false },
    instructions: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    // A package made elsewhere, such as one of another build profile.
    product: { type: 'string' },
  },
})

function chosen({ only }) {
  const unknown = only.filter((id) => !ROWS.some((row) => row.id === id))
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}; there are ${ROWS.map(({ id }) => id).join(', ')}.`)
  return only.length === 0 ? ROWS : ROWS.filter(({ id }) => only.includes(id))
}

function productFolder(given) {
  if (given.product !== undefined) return path.resolve(given.product)
  return given['debug-addon'] ? ROOT : releaseProduct()
}

function scaleOf({ quick, smoke }) {
  if (smoke) return SMOKE
  return quick ? QUICK : FULL
}

/** JSON of every run; the page is for whole ones only. */
function keep(result) {
  fs.mkdirSync(OUT, { recursive: true })
  fs.writeFileSync(path.join(OUT, 'benchmarks.json'), `${JSON.stringify(result, undefined, 2)}\n`)
  const isWhole = result.scale === FULL.name && result.rows.length === ROWS.length && result.rows.every(({ error }) => error === undefined)
  if (isWhole && !options['debug-addon'] && options.product === undefined) writePage(result)
  return isWhole
}

function tell(result, isWhole) {
  console.log(`\n${terminalTable(result.rows)}\n`)
  const missed = result.rows.filter(({ reached }) => reached === false).map(({ id }) => id)
  console.log(missed.length === 0 ? 'All rows reach their figures.' : `Not reached: ${missed.join(', ')}.`)
  console.log(`${result.minutes.toFixed(1)} minutes; JSON in ${path.relative(ROOT, OUT)}${isWhole ? ', docs/benchmarks.md written' : ''}.`)
}

async function main() {
  if (options.instructions) return require('./instructions').main()
  const rows = chosen(options)
  process.env.BENCH_PRODUCT = productFolder(options)
  const onRow = ({ seconds, error }) => console.error(error ?? `${seconds} s`)
  const result = await run(rows, scaleOf(options), { revision: revision(), onRow })
  const isWhole = keep(result)
  if (options.json) console.log(JSON.stringify(result))
  else tell(result, isWhole)
  if (result.rows.some(({ error }) => error !== undefined)) process.exitCode = 1
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
