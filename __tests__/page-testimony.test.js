'use strict'

const { PageTestimony } = require('../build/playwright/page-testimony')
const { now, pause } = require('../build/boundary/time')

/** A page with one locator: `shows` is what it looks like at the moment. */
function stage({ shows }) {
  const page = { shows, looks: 0 }
  let held = Promise.resolve()
  const isVisible = async () => {
    page.looks += 1
    await held
    if (page.shows === 'gone') throw new Error('the page is gone')
    return page.shows === 'closed'
  }
  const banner = /** @type {unknown} */ ({ first: () => ({ isVisible }), toString: () => 'the banner' })
  const locator = /** @type {import('@playwright/test').Locator} */ (banner)
  const testimony = new PageTestimony({ locator })
  let toldAt
  return {
    page,
    testimony,
    begins: () => testimony.expectOpen(() => toldAt === undefined, false),
    speaks: () => testimony.expectOpen(() => toldAt === undefined, true),
    tell: (isLive = true) => {
      toldAt = now()
      testimony.ended(isLive)
    },
    /** Looks are not answered until then. */
    hold: () => {
      let release = () => {}
      held = new Promise((resolve) => { release = resolve })
      return release
    },
    /** Until so many more looks have been made. */
    looks: async (count) => {
      const wanted = page.looks + count
      while (page.looks < wanted) await new Promise(setImmediate)
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

const OVERTAKEN = { saw: 'nothing', detail: 'the conversation ended before it was seen whether the banner was visible while it was open, so it is not known to tell open from closed' }

test('a look that the end has overtaken is no sight of an open page', async () => {
  const { speaks, tell, hold, ask } = stage({ shows: 'closed' })
  const release = hold()
  speaks()
  tell()
  release()
  expect(await ask()).toEqual(OVERTAKEN)
})

test('what goes only after the end was visible all the time', async () => {
  const { page, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  tell()
  page.shows = 'open'
  const asked = ask()
  await looks(2)
  page.shows = 'closed'
  expect(await asked).toEqual(TELLS_NOTHING)
})

test('but one that was not visible before anybody spoke is believed then', async () => {
  const { page, begins, speaks, tell, looks, hold, ask } = stage({ shows: 'open' })
  const looked = looks(1)
  begins()
  await looked
  page.shows = 'closed'
  const release = hold()
  speaks()
  tell()
  release()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('and is not where it was seen visible while it was open', async () => {
  const { page, begins, speaks, tell, looks, ask } = stage({ shows: 'open' })
  const before = looks(1)
  begins()
  await before
  page.shows = 'closed'
  const looked = looks(1)
  speaks()
  await looked
  tell()
  expect(await ask()).toEqual(TELLS_NOTHING)
})

test('but where it shows nothing, nothing was visible all the time', async () => {
  const { page, speaks, tell, looks, hold, ask } = stage({ shows: 'open' })
  const release = hold()
  speaks()
  tell()
  const asked = ask()
  release()
  await looks(1)
  page.shows = 'closed'
  expect(await asked).toMatchObject({ saw: 'closed' })
})

test('who is about to end it can wait until the open page was seen', async () => {
  const { testimony, speaks, tell, hold, ask } = stage({ shows: 'closed' })
  const release = hold()
  const before = ask(0)
  speaks()
  const seen = testimony.seen()
  release()
  await Promise.all([before, seen])
  tell()
  expect(await ask()).toEqual(TELLS_NOTHING)
})

test('a look that failed is made again while it is open', async () => {
  const { page, speaks, tell, looks, ask } = stage({ shows: 'gone' })
  const failed = looks(1)
  speaks()
  await failed
  page.shows = 'open'
  await looks(1)
  page.shows = 'closed'
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('another conversation is judged anew', async () => {
  const { testimony, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  testimony.forget()
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('what was always visible tells no more in the next document, though the coming one was blank for a moment', async () => {
  const { page, testimony, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  page.shows = 'open'
  await looks(1)
  testimony.navigated('https://shop.example/')
  page.shows = 'closed'
  tell()
  expect(await ask()).toEqual(TELLS_NOTHING)
})

test('unless it is seen to go in that one', async () => {
  const { page, testimony, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  speaks()
  await looked
  testimony.navigated('https://shop.example/')
  page.shows = 'open'
  const seen = looks(1)
  speaks()
  await seen
  page.shows = 'closed'
  tell()
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('a page that comes back to what has ended meanwhile is believed, though its guest was taken for open at first', async () => {
  const { testimony, speaks, tell, looks, ask } = stage({ shows: 'closed' })
  testimony.navigated('https://shop.example/')
  const looked = looks(1)
  speaks()
  await looked
  tell(false)
  expect(await ask()).toMatchObject({ saw: 'closed' })
})

test('what is visible before anybody has spoken tells nothing then', async () => {
  const { begins, looks, ask } = stage({ shows: 'closed' })
  const looked = looks(1)
  begins()
  await looked
  expect(await ask(50)).toEqual(TELLS_NOTHING)
})

test('an event long before the guest was told is no word of the end, and one at that time is', async () => {
  const testimony = new PageTestimony({ closedEvent: 'chat.over' })
  const ask = () => testimony.testify({ timeoutMs: 50, staysForMs: 0, toldAt: () => told })
  testimony.heard('closed', 'a DOM event')
  testimony.ended(true)
  const told = now()
  expect(await ask()).toEqual({ saw: 'closed', detail: 'the page said so by a DOM event' })
  await pause(250)
  testimony.ended(true)
  expect(await ask()).toEqual({ saw: 'open', detail: 'its event came only before the guest was told' })
})

test('an event before somebody spoke is no word of the end', async () => {
  const testimony = new PageTestimony({ closedEvent: 'chat.over' })
  testimony.heard('closed', 'a DOM event')
  testimony.expectOpen(() => true, true)
  const told = now()
  expect(await testimony.testify({ timeoutMs: 50, staysForMs: 0, toldAt: () => told })).toEqual({ saw: 'open', detail: 'its event came only before the guest was told' })
})

test('a look that failed is no sight of an open page', async () => {
  const { tell, ask } = stage({ shows: 'gone' })
  tell()
  expect(await ask(50)).toEqual({ saw: 'nothing', detail: 'it could not be seen whether the banner is visible' })
})
