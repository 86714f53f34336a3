'use strict'

const { Search } = require('../build/explore/search')
const { shrunk } = require('../build/explore/shrink')
const { replayed } = require('../build/explore/replay')
const { chancesIn, deviationsOf, wordOf } = require('../build/explore/schedule')
const { joined } = require('../build/explore/course')
const { beside } = require('../build/explore/sides')
const { model, placeOf } = require('./support/explore/model')

const FRAMES = ['session.1', 'echo.1', 'text.1', 'typing.1', 'text.2', 'closing.1']
const BOUNDS = { limit: 200, deviations: 2, seed: 1 }

const before = (events, first, second) => events.indexOf(first) < events.indexOf(second)

/** Runs a search to its end, some schedules at once; gives all that it ran, and those that failed. */
function searched({ run }, bounds = {}, atOnce = 7) {
  const search = new Search(run('v1').course, { ...BOUNDS, ...bounds })
  const words = []
  const failed = []
  for (;;) {
    const taken = search.take(atOnce)
    if (taken.length === 0) return { search, words, failed }
    for (const word of taken) {
      const heard = run(word)
      search.hear(word, heard)
      words.push(word)
      if (heard.failed) failed.push(word)
    }
  }
}

const always = () => true

test('all orders with one deviation come first, those near the end before the others', () => {
  const { words } = searched(model(FRAMES, always))
  const ones = words.filter((word) => deviationsOf(word).length === 1)
  const there = chancesIn(model(FRAMES, always).run('v1').course).map(({ deviation }) => wordOf([deviation]))
  expect(words.slice(0, ones.length)).toEqual(ones)
  expect([...ones].sort()).toEqual([...there].sort())
  expect(ones[0]).toMatch(/closing\.1/)
  expect(ones.at(-1)).toMatch(/session\.1/)
})

test('no order is run twice, none has more deviations than it may or two of one place, and the limit holds', () => {
  const { words, search } = searched(model(FRAMES, always), { limit: 60, deviations: 3 })
  expect(words).toHaveLength(60)
  expect(new Set(words).size).toBe(60)
  expect(search.isLimited).toBe(true)
  for (const word of words) {
    const places = deviationsOf(word).map(placeOf)
    expect(places.length).toBeLessThanOrEqual(3)
    expect(new Set(places).size).toBe(places.length)
  }
})

test('where all fit into the limit all are run, and it says that nothing is left', () => {
  const frames = ['session.1', 'closing.1']
  const { words, search } = searched(model(frames, always), { limit: 1_000 })
  expect(search.isLimited).toBe(false)
  expect(search.tally.single).toEqual({ there: 5, run: 5, unmet: [] })
  expect(search.tally.left).toBe(0)
  expect(words.some((word) => deviationsOf(word).length === 2)).toBe(true)
})

test('a seed gives the same search, another one another search', () => {
  const wordsOf = (seed) => searched(model(FRAMES, always), { limit: 80, seed }).words
  expect(wordsOf(7)).toEqual(wordsOf(7))
  expect(wordsOf(7)).not.toEqual(wordsOf(8))
})

test('what is near the end is drawn more often', () => {
  const { words } = searched(model([...FRAMES, 'cleared.1', 'text.3', 'text.4'], always), { limit: 120 })
  const pairs = words.filter((word) => deviationsOf(word).length === 2)
  const with_ = (frame) => pairs.filter((word) => word.includes(frame)).length
  expect(pairs.length).toBeGreaterThan(50)
  expect(with_('text.4') + with_('text.3')).toBeGreaterThan(3 * (with_('session.1') + with_('echo.1')))
})

test('an order that leads to events seen before is counted, and nothing is built upon it', () => {
  const { run } = model(FRAMES, always)
  const search = new Search(run('v1').course, BOUNDS)
  const ones = search.take(1_000)
  for (const word of ones) search.hear(word, { course: run('v1').course, failed: false })
  expect(search.tally).toMatchObject({ run: ones.length, same: ones.length, sequences: 1 })
  expect(search.take(10)).toEqual([])
})

test('an order that was not met is counted apart, and nothing is built upon it', () => {
  const { run } = model(FRAMES, always)
  const search = new Search(run('v1').course, BOUNDS)
  const [word, ...rest] = search.take(1_000)
  search.hear(word, { course: { ...run(word).course, unmet: deviationsOf(word) }, failed: false })
  for (const other of rest) search.hear(other, { course: run('v1').course, failed: false })
  expect(search.tally).toMatchObject({ unmet: 1, same: rest.length, single: { unmet: deviationsOf(word) } })
  expect(search.take(10)).toEqual([])
})

test('what was taken and not run is not said to have been run', () => {
  const search = new Search(model(FRAMES, always).run('v1').course, BOUNDS)
  const [word] = search.take(1)
  expect(search.tally.single.run).toBe(1)
  expect(search.tally.left).toBe(search.tally.single.there - 1)
  search.giveBack(word)
  expect(search.tally.single.run).toBe(0)
  expect(search.take(1)).toEqual([word])
})

test('kinds that are left out are not run, and those met are told', () => {
  const { words, search } = searched(model(FRAMES, always), { without: ['drop', 'text'] })
  expect(words.filter((word) => /drop|text/.test(word))).toEqual([])
  expect(search.tally.kinds.sort()).toEqual(['closing', 'drop', 'echo', 'session', 'text', 'typing'])
})

/**
 * Races as apps have them, each with the fewest deviations that show it.
 * @type {[string, (events: string[]) => boolean, number][]}
 */
const RACES = [
  ['a message after the end paints the chat open again', (events) => before(events, 'text.2', 'closing.1'), 1],
  ['an end that is told twice ends twice', (events) => events.filter((event) => event === 'closing.1').length < 2, 1],
  ['a drop right before the end loses it', (events) => events[events.indexOf('closing.1') - 1] !== 'drop', 1],
  ['a message twice after a drop', (events) => !events.includes('drop') || events.filter((event) => event === 'text.1').length < 2, 2],
  ['an echo and an answer both out of turn', (events) => before(events, 'echo.1', 'text.1') || before(events, 'text.2', 'closing.1'), 2],
]

describe.each(RACES)('%s', (_name, holds, fewest) => {
  const app = model(FRAMES, holds)

  test('is found within 200 orders, and shrunk to the fewest deviations', async () => {
    expect(app.run('v1').failed).toBe(false)
    const { failed } = searched(app)
    const tries = async (words) => words.map((word) => (app.run(word).failed ? 'failed' : 'held'))
    expect(failed).not.toEqual([])
    const small = await shrunk(failed[0], tries)
    expect(deviationsOf(small)).toHaveLength(fewest)
    expect(app.run(small).failed).toBe(true)
    expect(await replayed(small, tries)).toEqual({ found: { runs: 20, failed: 20, unmet: 0 }, ordinary: { runs: 20, failed: 0, unmet: 0 }, verdict: 'deterministic' })
  })
})

test('what does not decide is left out of a find', async () => {
  const { run } = model(FRAMES, (events) => before(events, 'text.2', 'closing.1'))
  const tries = async (words) => words.map((word) => (run(word).failed ? 'failed' : 'held'))
  expect(await shrunk(wordOf(['text.2=late1', 'echo.1=twice', 'drop.after-session.1']), tries)).toBe('v1,text.2=late1')
})

test.each([
  ['fails at times', (index) => (index % 3 === 0 ? 'failed' : 'held'), () => 'held', 'not-deterministic'],
  ['does not come about at times', (index) => (index === 3 ? 'unmet' : 'failed'), () => 'held', 'not-deterministic'],
  ['fails in the ordinary order too', () => 'failed', (index) => (index === 3 ? 'failed' : 'held'), 'not-deterministic'],
  ['does not fail again', () => 'held', () => 'held', 'not-reproduced'],
  ['does not fail again before time is up', (index) => (index < 3 ? 'held' : undefined), () => undefined, 'not-reproduced'],
  ['was not run any more', (index) => (index < 5 ? 'failed' : undefined), () => undefined, 'not-replayed'],
])('a find that %s is told so', async (_name, ofFound, ofOrdinary, verdict) => {
  const counts = { found: 0, ordinary: 0 }
  const tries = async (words) => words.map((word) => (word === 'v1' ? ofOrdinary(counts.ordinary++) : ofFound(counts.found++)))
  expect((await replayed('v1,closing.1=twice', tries)).verdict).toBe(verdict)
})

test('without drops nothing comes after a reconnect either', () => {
  const points = [{ guest: 1, kind: 'text', count: 1, at: 0, choices: ['twice', 'after-reconnect'] }]
  const course = { schedule: 'v1', points, events: ['text.1'], unmet: [], told: [] }
  expect(chancesIn(course).map(({ deviation }) => deviation)).toEqual(['text.1=twice', 'text.1=after-reconnect'])
  expect(chancesIn(course, new Set(['drop']))).toMatchObject([{ deviation: 'text.1=twice', among: 1 }])
})

test('guests after the first are named; a drop is named whole', () => {
  const points = [
    { guest: 2, kind: 'closing', count: 1, at: 0, choices: ['late1'] },
    { guest: 2, kind: 'drop', count: 0, at: 0, choices: ['g2:drop.after-closing.1'] },
    { guest: 1, kind: 'clock', count: 0, at: 1, choices: ['clock.after-text.1=session'] },
  ]
  const chances = chancesIn({ schedule: 'v1', points, events: ['g2:closing.1', 'text.1'], unmet: [], told: [] })
  expect(chances.map(({ deviation }) => deviation)).toEqual(['g2:closing.1=late1', 'g2:drop.after-closing.1', 'clock.after-text.1=session'])
})

test('the courses of several simulators are one: what one of them met was met', () => {
  const course = (events, unmet, told) => ({ schedule: 'v1,a.1=late1', points: events.map((event, at) => ({ guest: 1, kind: event, count: 1, at, choices: [] })), events, unmet, told })
  const all = joined([course(['a', 'b'], ['a.1=late1'], []), course([], ['a.1=late1'], []), course(['c'], [], ['a came late'])])
  expect(all).toMatchObject({ events: ['a', 'b', 'c'], unmet: [], told: ['a came late'] })
  expect(all.points.map(({ at }) => at)).toEqual([0, 1, 2])
  expect(joined([])).toBeUndefined()
})

test('two orders stand beside each other, and the first line where they part is marked', () => {
  const rows = beside(['a', 'b', 'c', 'd'], ['a', 'c', 'b', 'd'], (event) => event)
  expect(rows.filter(({ isParting }) => isParting)).toHaveLength(1)
  expect(rows[0]).toEqual({ left: 'a', right: 'a', isParting: false })
  expect(rows[1].isParting).toBe(true)
  expect(rows.map(({ left }) => left).filter(Boolean)).toEqual(['a', 'b', 'c', 'd'])
  expect(rows.map(({ right }) => right).filter(Boolean)).toEqual(['a', 'c', 'b', 'd'])
  expect(beside(['a'], ['a'], (event) => event)).toEqual([{ left: 'a', right: 'a', isParting: false }])
})

describe('the line that runs a find again', () => {
  const { replayLine } = require('../build/cli/explore/replay-line')
  const SCHEDULE = 'v1,text.1=late1'

  test('names the test by its title alone, as a pattern that a shell leaves whole', () => {
    expect(replayLine(['npx', 'playwright', 'test'], SCHEDULE, "[chromium] › a.spec.ts › chat › it's (all) over?")).toBe(
      String.raw`PLAYWRIGHT_GENESYS_SCHEDULE=v1,text.1=late1 npx playwright test -g 'it'\''s \(all\) over\?'`,
    )
  })

  test('is the command as it was, where tests are not told apart', () => {
    expect(replayLine(['npx', 'jest', 'a b'], SCHEDULE, '')).toBe("PLAYWRIGHT_GENESYS_SCHEDULE=v1,text.1=late1 npx jest 'a b'")
  })
})
