'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')
const { verdicts } = require('../scripts/soak/judge')
const { environment } = require('./support/processes')

jest.setTimeout(60_000)

const SCRIPT = path.join(__dirname, 'support', 'few-closes.js')

test('after some closes a process holds as many files, sockets, threads and resources as before', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT], { encoding: 'utf8', env: environment(), timeout: 55_000 })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const { before, after } = JSON.parse(stdout)
  expect(after).toMatchObject({ closes: before.closes, clients: 12, guests: before.guests, lies: 0, refused: 0 })
  expect(after.closes).toBeGreaterThan(20)
  expect(after.guests).toBeGreaterThan(3)
  // Numbers that only Linux tells are absent elsewhere.
  for (const name of ['handles', 'threads', 'resources'].filter((each) => before[each] !== undefined)) {
    expect([name, after[name]]).toEqual([name, Math.min(before[name], after[name])])
  }
})

describe('the verdict of a long run', () => {
  const samples = (rss) => Array.from({ length: 20 }, (_, index) => ({ at: index * 30_000, rss: rss(index), handles: 40 }))

  test('is flat for what only warms up', () => {
    expect(verdicts(samples((index) => Math.min(80, 60 + index * 4))).map(({ name, isFlat }) => [name, isFlat])).toEqual([['rss', true], ['handles', true]])
  })

  test('is not flat for what goes on growing', () => {
    const [rss] = verdicts(samples((index) => 60 + index))
    expect(rss.slope).toBeCloseTo(2)
    expect(rss.isFlat).toBe(false)
  })
})
