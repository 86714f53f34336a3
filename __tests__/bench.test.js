'use strict'

const { execFile } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { promisify } = require('node:util')
const { figure, isReached, ratio } = require('../bench/figure')
const { ROWS, measureOf } = require('../bench/registry')
const { section } = require('../bench/report/page')
const { terminalTable } = require('../bench/report/table')
const { summary } = require('../bench/statistics')

const ROOT = path.join(__dirname, '..')

test('every row has one file that measures it, and no file is left out', () => {
  for (const row of ROWS) expect(measureOf(row)).toBeInstanceOf(Function)
  expect(fs.readdirSync(path.join(ROOT, 'bench', 'rows')).sort()).toEqual(ROWS.map(({ id }) => `${id}.js`).sort())
})

test('a summary has the median, the middle half and the extremes', () => {
  expect(summary([5, 1, 3, 2, 4])).toMatchObject({ n: 5, median: 3, q1: 2, q3: 4, min: 1, max: 5 })
  expect(summary([1, 2]).median).toBe(1.5)
})

test.each([
  [{ atMost: 3 }, 3, true, 1],
  [{ below: 3 }, 3, false, 1],
  [{ atLeast: 3 }, 3, true, 1],
  [{ atLeast: 3 }, 2, false, 1.5],
  [{ atMost: 4 }, 2, true, 0.5],
])('a bound of %j with %d is reached: %s', (must, value, reached, used) => {
  expect(figure({ name: 'x', unit: '', values: [value], must })).toMatchObject({ reached, used, value })
})

test('a ratio is taken round by round', () => {
  expect(ratio({ name: 'x', over: [10, 300], under: [1, 100], must: { atLeast: 5 } })).toMatchObject({ value: 6.5, reached: true })
})

test('a row is reached when all its bounds are, and says nothing without one', () => {
  const [kept, broken, free] = [{ atMost: 2 }, { atMost: 0 }, undefined].map((must) => figure({ name: 'x', unit: '', values: [1], must }))
  expect([[kept, free], [kept, broken], [free], []].map(isReached)).toEqual([true, false, undefined, undefined])
})

test('one cheap row runs with the debug addon, and its JSON is drawn and told', async () => {
  const args = ['bench', '--smoke', '--debug-addon', '--json', '--only', 'simulator']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, timeout: 25_000 })
  const run = JSON.parse(stdout)
  const [row] = run.rows
  expect(run).toMatchObject({ scale: 'smoke', machine: { cores: expect.any(Number), cpu: expect.any(String) }, minutes: expect.any(Number) })
  expect(row).toMatchObject({ id: 'simulator', seconds: expect.any(Number), reached: expect.any(Boolean) })
  expect(row.error).toBeUndefined()
  const bounded = row.figures.filter(({ must }) => must !== undefined)
  expect(bounded.length).toBeGreaterThan(1)
  for (const { value, used } of bounded) expect(value > 0 && used > 0).toBe(true)
  for (const told of [section(run), terminalTable(run.rows)]) {
    expect(told).toContain('requests per CPU second')
    expect(told).not.toMatch(/NaN|undefined|Infinity/)
  }
})
