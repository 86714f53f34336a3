import { randomBytes } from 'node:crypto'
import type { BrowserContext, Frame, Page } from '@playwright/test'
import { GenesysError } from '../boundary/errors'
import { patienceOf } from '../surroundings/runner'
import type { Gate } from './browsers'
import { inPage, type Reported, type Told } from './in-page'
import { current } from './current'
import type { GuestOptions } from './options'
import { PageGuest, type Watch } from './page-guest'
import { PageTestimony } from './page-testimony'
import type { GenesysRun } from './run'
import type { TestContext } from './test-context'
import { boxed } from './step'
import { checkGuestOptions, locatorAt } from './settings'

const guests = new WeakMap<Page, { guest: PageGuest; test: TestContext | undefined }>()
/** The documents that a page has had: another test watches it anew, with those that are there. */
const documents = new WeakMap<Page, string[]>()
const prepared = new WeakSet<BrowserContext>()
/** Pages that are watched because they are there: nobody has asked for their guests yet. */
const unasked = new WeakSet<Page>()

/** The guest that a page is watched as, if it is. A page that tests share has another one in each. @internal */
export function guestAt(page: Page): PageGuest | undefined {
  const { guest, test } = guests.get(page) ?? {}
  return test === undefined || test === current.test ? guest : undefined
}

function isReported(said: unknown): said is Reported {
  if (typeof said !== 'object' || said === null) return false
  const { what, name, by } = said as Record<string, unknown>
  if (what === 'document') return typeof name === 'string' && /^[\d-]{5,32}$/.test(name)
  return what === 'messenger' || ((what === 'closed' || what === 'open') && typeof by === 'string' && by.length < 100)
}

interface How {
  run: GenesysRun
  test: TestContext | undefined
  options: GuestOptions
}

/** Whoever comes to be in this context is watched from his first moment. To be awaited before its pages navigate. @internal */
export async function prepare(context: BrowserContext, run: GenesysRun): Promise<void> {
  if (prepared.has(context)) return
  prepared.add(context)
  const binding = `playwrightGenesys${randomBytes(8).toString('hex')}`
  await context.exposeBinding(binding, ({ page, frame }, said: unknown) => { if (isReported(said)) reported(said, { page, frame, run }) })
  const closedEvent = current.test?.guestOptions.closedEvent
  const marks = run.mode === 'simulator' || run.gateOf(context) !== undefined
  await tell(context, { binding, marks, ...(closedEvent !== undefined && { closedEvent }) })
  context.on('page', (page) => onPage(page, run))
  for (const page of context.pages()) onPage(page, run)
}

const tell = async (where: BrowserContext | Page, told: Told): Promise<void> => { await where.addInitScript(inPage, told) }

function onPage(page: Page, run: GenesysRun): void {
  if (guestAt(page) !== undefined || page.isClosed()) return
  const { test } = current
  unasked.add(page)
  watchPage(page, { run, test, options: test?.guestOptions ?? {} })
}

/** A popup speaks before Playwright has told of it. */
function reported(said: Reported, { page, frame, run }: { page: Page; frame: Frame; run: GenesysRun }): void {
  if (!guests.has(page)) onPage(page, run)
  const guest = guests.get(page)?.guest
  if (guest === undefined) return
  if (said.what !== 'document') return guest._reported(said)
  const isMain = frame.parentFrame() === null
  if (isMain) guest._native.renew()
  const known = documents.get(page) ?? []
  if (known.length >= DOCUMENTS_AT_MOST) return
  documents.set(page, [...known, said.name])
  run.door?.claim(said.name, guest._native, isBlank(page))
}

const isBlank = (page: Page): boolean => page.url() === 'about:blank'

/** A page that makes frames without end does not fill the memory. */
const DOCUMENTS_AT_MOST = 2_000

/** Begins to watch a page. */
function watchPage(page: Page, { run, test, options }: How): PageGuest {
  const witness = randomBytes(8).toString('hex')
  const gate = run.gateOf(page.context())
  const testimony = new PageTestimony({ closedEvent: options.closedEvent })
  const onBroken: Watch['onBroken'] = (what, fault) => run.recorder.current.broke(what, fault as never)
  const guest = new PageGuest(page, {
    witness, testimony, onBroken, hosts: run.hosts, client: run.client.quiet, isLed: gate !== undefined,
    lineOf: (native) => run.line(native, { witness, isLed: gate !== undefined }),
    timeoutMs: () => patienceOf(run.connection),
    onEvent: run.ledgerOf(witness),
    showsTexts: run.mode === 'simulator' || (test?.showsTexts ?? false),
  })
  const before = guests.get(page)?.guest
  if (before !== undefined) run.door?.leave(before._native)
  guests.set(page, { guest, test })
  ;(test ?? run).add(guest)
  if (gate !== undefined) follow(guest, gate, run)
  return guest
}

/** Its sockets come through the door, which is told whose they are. */
function follow({ page, _native }: PageGuest, gate: Gate, { door }: GenesysRun): void {
  door?.follow(gate.port, _native, gate.marksAll && isBlank(page))
  for (const name of documents.get(page) ?? []) door?.claim(name, _native, isBlank(page))
  page.on('close', () => door?.leave(_native))
}

/** Begins to watch a page that has not navigated yet, and is asked for. */
async function watchAsked(page: Page, how: How, known?: PageGuest): Promise<PageGuest> {
  const locator = locatorAt(page, how.options)
  await prepare(page.context(), how.run)
  const guest = known ?? watchPage(page, how)
  unasked.delete(page)
  const { closedEvent } = how.options
  guest._asks({ locator, closedEvent })
  if (closedEvent !== undefined) await tell(page, { closedEvent })
  // Where no door knows its documents the simulator knows it by its own name.
  if (how.run.gateOf(page.context()) === undefined) await tell(page, { witness: guest._witness })
  return guest
}

/** The guest at the page of the fixture, which may be another one than was made through the fixtures. @internal */
export async function guestOfTest(page: Page, how: How): Promise<PageGuest> {
  const known = guestAt(page)
  return known === undefined || unasked.delete(page) ? await watchAsked(page, how, known) : known
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
    if (options !== undefined) checkGuestOptions(options)
    if (run === undefined) return refuse('There is no org to watch a guest of.', 'Use the test of playwright-genesys/playwright, or one made by defineGenesysTest.')
    const known = guestAt(page)
    const isFirst = unasked.delete(page)
    if (known !== undefined && options === undefined) return known
    if (known !== undefined && !isFirst) return refuse('The page is watched already, with other options.', 'Give them as guestOptions, with test.use().')
    if (page.url() !== 'about:blank') return refuse('The page has navigated already: its first frames are gone.', 'Await watchGuest(page) before page.goto().')
    return await watchAsked(page, { run, test, options: options ?? test?.guestOptions ?? {} }, known)
  })
}
