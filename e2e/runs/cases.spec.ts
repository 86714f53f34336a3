import { expect, test } from '@playwright/test'
import { Simulator } from '../..'
import { Ledger } from '../../build/ledger'
import { Run, marked, type Recorded } from './support/run'
import type { Step } from './support/recorder'

// One run for all: what became of its tests is looked at here.
test.describe.configure({ mode: 'default' })

let simulator: Simulator
let run: Run
let recorded: Recorded

test.beforeAll(async () => {
  test.setTimeout(180_000)
  simulator = await Simulator.start()
  run = new Run('cases', { env: { RUN_SIMULATOR: simulator.url } })
  recorded = await run.recorded()
})

test.afterAll(async () => {
  await run.remove()
  await simulator.stop()
})

const conversationOf = (title: string): string => recorded.test(title).annotations['conversation'] as string
const recordOf = async (title: string) => {
  const { state, effects } = await simulator.conversation(conversationOf(title))
  return [state, effects?.ends]
}

test.describe('nothing is left behind', () => {
  for (const title of ['an expectation fails', 'the body throws', 'time runs out']) {
    test(`where ${title}`, async () => {
      expect(recorded.test(title).status).toBe(title === 'time runs out' ? 'timedOut' : 'failed')
      expect(recorded.test(title).errors).toHaveLength(1)
      expect(await recordOf(title)).toEqual(['closed', 1])
    })
  }

  for (const title of ['tracked by a message', 'tracked by a guest', 'passes and is closed']) {
    test(title, async () => {
      expect(recorded.test(title).errors).toEqual([])
      expect(await recordOf(title)).toEqual(['closed', 1])
    })
  }

  test('unless it is asked to stay: these alone are left, and they alone in the ledger', async () => {
    const left = ['stays open', 'fails and stays open']
    for (const title of left) expect(await recordOf(title)).toEqual(['open', 0])
    const { open } = Ledger.read(run.ledger)
    const known = open.flatMap(({ conversationId }) => conversationId ?? [])
    expect(known.sort()).toEqual(left.map(conversationOf).sort())
  })

  test('nor called closed where it was not found: that is told, fails the test that is asked about leaks, and stays on the ledger', () => {
    const [failed, told] = ['b', 'c'].map((digit) => `What the test opened was not found: ${digit.repeat(8)}…. Whether it is open is unknown`)
    expect(recorded.test('what is not found, where leaks fail')).toMatchObject({ status: 'failed', errors: [{ message: `Error: ${failed}; genesysLeaks is "fail".`, snippet: '' }] })
    expect(recorded.test('what is not found, where leaks are closed')).toMatchObject({ status: 'passed', annotations: { genesys: `${told}.` } })
    expect(recorded.output).toContain(`what is not found, where leaks are closed: ${told}.`)
    const unknown = Ledger.read(run.ledger).open.filter(({ conversationId }) => conversationId === undefined)
    expect(unknown.flatMap(({ messageIds }) => messageIds).sort()).toEqual(['b', 'c'].map((digit) => digit.repeat(32)))
  })

  test('a leak fails the test that is asked about leaks, and is closed', async () => {
    const short = conversationOf('a leak').slice(0, 8)
    expect(recorded.test('a leak')).toMatchObject({
      status: 'failed', errors: [{ message: `Error: The test left 1 open: ${short}…. It was closed now; genesysLeaks is "fail".`, snippet: '' }],
    })
    expect(await recordOf('a leak')).toEqual(['closed', 1])
    expect(recorded.troubles).not.toHaveProperty('no leak')
  })
})

test.describe('errors point at the line of the test', () => {
  const BLAMED: [title: string, mark: string, message: RegExp][] = [
    ['guest.closed()', 'closed', /^GenesysError: GUEST_NOT_TOLD: The guest was not told: the guest's socket was never open\./],
    ['genesys.closeConversation()', 'closeConversation', /^GenesysError: NOT_FOUND: The conversation was not found/],
    ['expect(guest).toBeClosed()', 'toBeClosed', /^Error: expect\(guest\)\.toBeClosed\(\)\n\nGUEST_NOT_TOLD: /],
    ['guest.closeWhen(), refused', 'closeWhen, refused', /^GenesysError: WRAP_UP_NOT_FOUND: No wrap-up code has the given name; 3 are known here\. Conversation [0-9a-f-]{36}\.\nChoose one of: /],
    ['guest.closeWhen(), nothing came', 'closeWhen, nothing came', /^GenesysError: TIMEOUT: No event matched a text of 10 characters before the test ended\. Nothing came\./],
  ]
  for (const [title, mark, message] of BLAMED) {
    test(title, () => {
      const { file, line, text } = marked('cases', 'blame.case.ts', `blames ${mark}`)
      const { errors, steps, status } = recorded.test(title)
      expect({ status, count: errors.length }).toEqual({ status: 'failed', count: 1 })
      expect(errors[0]).toMatchObject({ file, line, message: expect.stringMatching(message), snippet: expect.stringContaining(`${line} |   ${text}\n`) })
      expect(errors[0]?.stack).not.toMatch(/[/\\]dist[/\\]/)
      const failed = steps.filter(({ error, category }) => error !== undefined && category !== 'hook')
      expect(failed).toEqual([expect.objectContaining({ file, line })])
    })
  }

  test('a matcher that nobody awaits is the fault of its own test, and of no test after it', () => {
    const { file, line } = marked('cases', 'blame.case.ts', 'blames a matcher')
    const { status, errors } = recorded.test('a matcher that nobody awaits')
    expect(status).toBe('failed')
    expect(errors).toMatchObject([{ file, line, message: 'Error: expect(…).toBeClosed() had not answered when its test ended: nobody awaits it. Write await before expect.' }])
    expect(recorded.test('a test after it')).toMatchObject({ status: 'passed', errors: [] })
  })

  test('so is one of a poll', () => {
    for (const title of ['a poll that nobody awaits', 'a poll that nobody awaits, of a test without a page']) {
      const { status, errors } = recorded.test(title)
      expect([status, errors.map(({ message }) => message)]).toEqual(['failed', ['Error: expect.poll(…).toBeClosed() had not answered when its test ended: nobody awaits it. Write await before expect.']])
    }
    expect(recorded.test('a test after the poll')).toMatchObject({ status: 'passed', errors: [] })
    expect(recorded.test('polls that are awaited and caught')).toMatchObject({ status: 'passed', errors: [] })
  })

  test('a matcher that nobody awaits makes no test green that is to fail, and is told', () => {
    const { status, annotations } = recorded.test('a matcher that nobody awaits, where it is to fail')
    expect(status).toBe('passed')
    expect(annotations['genesys']).toBe('expect(…).toBeClosed() had not answered when its test ended: nobody awaits it. Write await before expect.')
    expect(recorded.output).toContain('nobody awaits it. Write await before expect.')
  })

  test('a close that nobody awaits is blamed on the line that made it', () => {
    const { file, line, text } = marked('cases', 'blame.case.ts', 'blames an unawaited close')
    const { status, errors } = recorded.test('a close that nobody awaits')
    expect(status).toBe('failed')
    expect(errors).toMatchObject([{ file, line, message: expect.stringMatching(/^GenesysError: NOT_FOUND: /), snippet: expect.stringContaining(`${line} |   ${text}\n`) }])
    expect(errors[0]?.stack).not.toMatch(/[/\\]dist[/\\]/)
  })

  test('a fixture that outlives the page may still assert', () => {
    expect(recorded.test('a fixture asserts when the page has gone')).toMatchObject({ status: 'passed', errors: [] })
  })

  test('test.abort() in a callback ends the test', () => {
    const { status, errors: [first] } = recorded.test('a callback aborts the test')
    // A close that is still on its way then is given up, and says so after it.
    expect([status, first?.message]).toEqual(['failed', 'Error: Test aborted: enough was seen'])
  })

  test('a closeWhen that was awaited and caught fails nothing, and no rejection is unhandled', () => {
    expect(recorded.troubles).not.toHaveProperty('guest.closeWhen(), awaited and caught')
    expect(recorded.recording.errors).toEqual([])
    expect(recorded.output).not.toContain('nhandled')
  })
})

const everyStep = (steps: Step[]): Step[] => steps.flatMap((step) => [step, ...everyStep(step.steps)])

test('steps are sentences at lines of the test, and fixtures of ours are none', () => {
  const steps = everyStep(recorded.test('steps are sentences').steps)
  const file = marked('cases', 'blame.case.ts', 'blames closed').file
  const conversation = conversationOf('steps are sentences').slice(0, 8)
  expect(steps.filter((step) => step.category === 'test.step' && step.file === file).map(({ title }) => title)).toEqual([
    'The agent says something',
    'Wait for an event at the guest',
    'Close the conversation when the payload comes',
    'Wait until the guest is told of the end',
    `Read conversation ${conversation}…`,
    `Close conversation ${conversation}…`,
  ])
  const ours = steps.filter((step) => /[/\\]dist[/\\]/.test(step.file ?? ''))
  // Where npm has put the packages, Playwright hides our frames (see packed/blame.case.ts); here it does not. A worker launches its browser
  // in the first of its tests, which may be another one.
  const titles = new Set(ours.map(({ title }) => title).filter((title) => title !== 'Launch browser'))
  expect([...titles]).toEqual(['Fixture "Genesys conversations"', 'Create context'])
})

test.describe('the report of a test', () => {
  const NAMES = ['genesys-timeline.html', 'genesys-timeline.json']
  const attachedTo = (title: string) => Object.keys(recorded.test(title).attachments).filter((name) => name.startsWith('genesys'))
  const bodiesOf = (title: string) => NAMES.map((name) => recorded.test(title).attachments[name] as string)

  test('is attached where a test fails, or always, or never', () => {
    expect(attachedTo('an expectation fails')).toEqual(NAMES)
    expect(attachedTo('time runs out')).toEqual(NAMES)
    expect(attachedTo('everything is told, texts false')).toEqual(NAMES)
    expect(attachedTo('passes, and attaches nothing')).toEqual([])
    expect(attachedTo('fails, and attaches nothing')).toEqual([])
  })

  test('tells what the witnesses of a close had seen when time ran out', () => {
    const { timeline: { witnesses }, status } = recorded.test('time runs out while it closes')
    expect(status).toBe('timedOut')
    expect(witnesses).toContainEqual(expect.objectContaining({ name: "The guest's socket", saw: 'closed' }))
  })

  test('says in its banner what failed and whom it had asked, and marks what the clean-up did', () => {
    const { timeline: { verdict, witnesses, entries } } = recorded.test('an expectation fails')
    expect(verdict.text).toMatch(/^The test failed: (?:NOT_CLOSED|GUEST_NOT_TOLD): /)
    expect(witnesses).toContainEqual(expect.objectContaining({ name: "The guest's socket, asked by toBeClosed", saw: 'open' }))
    expect(entries.filter(({ lane, detail }) => lane === 'api' && detail?.startsWith('clean-up · '))).not.toEqual([])
  })

  test('tells of requests, frames, page, faults, the agent and matchers', () => {
    const { timeline: { entries } } = recorded.test('everything is told, texts false')
    const labels = (lane: string) => entries.filter((entry) => entry.lane === lane).map(({ label }) => label)
    const id = conversationOf('everything is told, texts false')
    expect(labels('api')).toContainEqual(expect.stringMatching(`^PATCH .*${id}`))
    expect(labels('guest')).toEqual(expect.arrayContaining(['socket open', '→ configureSession', '→ text']))
    expect(labels('page')).toEqual(expect.arrayContaining(['navigated', 'shows closed']))
    expect(labels('fault')).toEqual(expect.arrayContaining([expect.stringContaining('closingFrame duplicate'), expect.stringContaining('delayMs on path')]))
    expect(labels('agent')).not.toEqual([])
    // The same test with texts may run beside it, on the same simulator.
    expect(new Set(labels('backend'))).toEqual(new Set(['GET /api/v2/tokens/me']))
    expect(labels('page')).toContain('GET /what/nobody/serves')
    expect(labels('test')).toContain('toBeClosed holds')
  })

  test('has no secret, and no text of the guest unless it is asked to', () => {
    for (const texts of [false, true]) {
      const title = `everything is told, texts ${texts}`
      const token = recorded.test(title).annotations['token'] as string
      expect(token).toMatch(/^[0-9a-f-]{36}$/)
      for (const body of bodiesOf(title)) {
        expect(body.includes('canary-of-the-guest')).toBe(texts)
        for (const secret of [token, simulator.connection.clientSecret as string, 'Bearer']) expect(body).not.toContain(secret)
      }
    }
  })
})
