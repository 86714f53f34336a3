import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { GenesysError, patienceOf } from '../lib/internal'
import { inPage, type Reported } from './in-page'
import { current } from './current'
import { allowLoopback } from './loopback'
import type { GuestOptions } from './options'
import { PageGuest, type Watch } from './page-guest'
import { PageTestimony } from './page-testimony'
import type { GenesysRun } from './run'
import type { TestContext } from './test-context'
import { boxed } from './step'

const guests = new WeakMap<Page, { guest: PageGuest; test: TestContext | undefined }>()

/** The guest that a page is watched as, if it is. A page that tests share has another one in each. */
export function guestAt(page: Page): PageGuest | undefined {
  const { guest, test } = guests.get(page) ?? {}
  return test === undefined || test === current.test ? guest : undefined
}

function isReported(said: unknown): said is Reported {
  if (typeof said !== 'object' || said === null) return false
  const { what, socket, phase, at, code, wasClean, by } = said as Record<string, unknown>
  if (what === 'messenger') return true
  if (what === 'closed' || what === 'open') return typeof by === 'string' && by.length < 100
  if (what !== 'socket' || typeof socket !== 'string') return false
  if (phase === 'open') return true
  return Number.isSafeInteger(at) && (phase === 'refused' || (phase === 'closed' && Number.isInteger(code) && typeof wasClean === 'boolean'))
}

interface How {
  run: GenesysRun
  test: TestContext | undefined
  options: GuestOptions
}

/** The guest at the page of the fixture, which may be another one than was made through the fixtures. */
export async function guestOfTest(page: Page, how: How): Promise<PageGuest> {
  unasked.delete(page)
  return guestAt(page) ?? await watchPage(page, how)
}

/** Begins to watch a page that has not navigated yet. */
async function watchPage(page: Page, { run, test, options }: How): Promise<PageGuest> {
  const witness = randomBytes(8).toString('hex')
  const { line, guestUrl } = await run.line(witness, options.faults ?? false)
  const testimony = new PageTestimony({ locator: options.closedLocator?.(page), closedEvent: options.closedEvent })
  const timeoutMs = (): number => patienceOf(run.connection)
  const showsTexts = run.mode === 'simulator' || (test?.showsTexts ?? false)
  const onEvent = run.ledgerOf(witness)
  const onBroken: Watch['onBroken'] = (what, fault) => run.recorder.current.broke(what, fault as never)
  const guest = new PageGuest(page, { onBroken, witness, hosts: run.hosts(guestUrl), timeoutMs, client: run.client.quiet, line, testimony, onEvent, showsTexts })
  guests.set(page, { guest, test })
  ;(test ?? run).add(guest)
  page.on('popup', (popup) => watchPopup(popup, { run, test }))
  if (run.mode === 'live' && options.faults === true) await allowLoopback(page.context(), [])
  const binding = `playwrightGenesys${witness}`
  await page.exposeBinding(binding, (_source, said: unknown) => { if (isReported(said)) guest._reported(said) })
  const { closedEvent } = options
  await page.addInitScript(inPage, { binding, witness, marks: run.mode === 'simulator', ...(closedEvent && { closedEvent }), ...(guestUrl && { guestUrl }) })
  return guest
}

/** Pages that are watched because they are there: nobody has asked for their guests yet. */
const unasked = new WeakSet<Page>()

/** Offline every page that is made is watched from its first moment. Live, whether its socket is to be led for faults is said later. */
export async function onPage(page: Page, run: GenesysRun): Promise<void> {
  if (run.mode === 'live' || guestAt(page) !== undefined || page.isClosed()) return
  const { test } = current
  unasked.add(page)
  await watchPage(page, { run, test, options: test?.guestOptions ?? {} })
}

/**
 * Watches the guest at a page of one's own, a second one for instance, within a test that uses the
 * fixtures; with the test's `guestOptions` where it is given none. Options must be given before the page's
 * first navigation.
 */
export async function watchGuest(page: Page, options?: GuestOptions): Promise<PageGuest> {
  return await boxed('Watch the guest at a page', async () => {
    const { run, test } = current
    const refuse = (message: string, hint: string): never => { throw new GenesysError('INVALID_INPUT', message, { operation: 'watchGuest', hint }) }
    if (run === undefined) return refuse('There is no org to watch a guest of.', 'Use the test of playwright-genesys/playwright, or one made by defineGenesysTest.')
    const known = guestAt(page)
    const isFirst = unasked.delete(page)
    if (known !== undefined && options === undefined) return known
    if (known !== undefined && !isFirst) return refuse('The page is watched already, with other options.', 'Give them as guestOptions, with test.use().')
    if (page.url() !== 'about:blank') return refuse('The page has navigated already: its first frames are gone.', 'Await watchGuest(page) before page.goto().')
    if (known !== undefined) return await asking(known, options ?? {})
    return await watchPage(page, { run, test, options: options ?? test?.guestOptions ?? {} })
  })
}

/** A page that has not navigated yet is asked for what this test wants to know of it. */
async function asking(guest: PageGuest, { closedLocator, closedEvent }: GuestOptions): Promise<PageGuest> {
  guest._asks({ locator: closedLocator?.(guest.page), closedEvent })
  if (closedEvent !== undefined) await guest.page.addInitScript(inPage, { closedEvent })
  return guest
}

const POPUP = 'A popup comes with its address, too early for its socket to be broken: open the page with context.newPage(), and watchGuest it.'

/** A popup is there before anybody can ask for it: its guest is read, and cleaned up after, and cannot be broken. */
function watchPopup(page: Page, { run, test }: { run: GenesysRun; test: TestContext | undefined }): void {
  if (guestAt(page) !== undefined) return
  const witness = randomBytes(8).toString('hex')
  const testimony = new PageTestimony({ locator: test?.guestOptions.closedLocator?.(page) })
  const showsTexts = run.mode === 'simulator' || (test?.showsTexts ?? false)
  const onBroken: Watch['onBroken'] = (_what, fault) => fault as never
  const guest = new PageGuest(page, { onBroken, witness, hosts: run.hosts(), timeoutMs: () => patienceOf(run.connection), client: run.client.quiet, line: POPUP, testimony, onEvent: run.ledgerOf(witness), showsTexts })
  guests.set(page, { guest, test })
  ;(test ?? run).add(guest)
  page.on('popup', (popup) => watchPopup(popup, { run, test }))
}
