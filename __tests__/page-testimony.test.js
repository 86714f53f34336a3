'use strict'

const { PageTestimony } = require('../build/playwright/page-testimony')
const { now } = require('../build/boundary/time')

/** A page with one locator: `shows` is what it looks like at the moment. */
function stage({ shows }) {
  const page = { shows, looks: 0 }
  const isVisible = () => {
    page.looks += 1
    return page.shows === 'gone' ? Promise.reject(new Error('the page is gone')) : Promise.resolve(page.shows === 'closed')
  }
  const banner = /** @type {unknown} */ ({ first: () => ({ isVisible }), toString: () => 'the banner' })
  const locator = /** @type {import('@playwright/test').Locator} */ (banner)
  const testimony = new PageTestimony({ locator })
  let toldAt
  return {
    page,
    testimony,
    speaks: () => testimony.seenOpen(() => toldAt === undefined),
    tell: () => { toldAt = now() },
    /** Until so many more looks have been made. */
    looks: async (count) => {
      const wanted = page.looks + count
      for (let turn = 0; page.looks < wanted && turn < 20_000; turn++) await new Promise(setImmediate)
      expect(page.looks).toBeGreaterThanOrEqual(wanted)
    },
    ask: (timeoutMs = 2_000) => testimony.testify({ timeoutMs, staysForMs: 0, toldAt: () => toldAt }),
  }
}

const TELLS_NOTHING = { saw: 'nothing', detail: 'the banner was visible while the conversation was open too, so it does not tell open from closed' }

test('what is visible all the time says nothing once the guest is told', async () => {
  const { speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  tell()
  expect(await ask()).toEqual(TELLS_NOTHING)
})

test('and nothing while it is not', async () => {
  const { speaks, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  expect(await ask(50)).toEqual(TELLS_NOTHING)
})

test('an app that shows the end before the guest is told is believed, where it was seen open before', async () => {
  const { page, speaks, tell, looks, ask } = stage({ shows: 'open' })
  const looked = looks(1)
  speaks()
  await looked
  page.shows = 'closed'
  const asked = ask()
  await looks(2)
  tell()
  expect(await asked).toMatchObject({ saw: 'closed' })
})

test('what goes late is seen to go, though nobody asks', async () => {
  const { page, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const first = looks(1)
  speaks()
  await first
  page.shows = 'open'
  await looks(1)
  page.shows = 'closed'
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('nothing is looked at any more once it is known to tell', async () => {
  const { page, speaks, looks } = stage({ shows: 'open' })
  const looked = looks(1)
  speaks()
  await looked
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
  speaks()
  expect(page.looks).toBe(1)
})

test('an end that was there before anybody looked is believed', async () => {
  const { tell, ask } = stage({ shows: 'closed' })
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test.each([['another document', 'navigated'], ['another conversation', 'forget']])('%s is judged anew', async (_name, begins) => {
  const { testimony, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  testimony[begins]('https://shop.example/')
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('a look that failed is no sight of an open page', async () => {
  const { tell, ask } = stage({ shows: 'gone' })
  tell()
  expect(await ask(50)).toEqual({ saw: 'nothing', detail: 'it could not be seen whether the banner is visible' })
})
