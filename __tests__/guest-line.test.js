'use strict'

const { spawn } = require('node:child_process')
const { once } = require('node:events')
const path = require('node:path')

const { GenesysClient, Simulator } = require('../build/entries')
const { simulatorLine } = require('../build/door/guest-line/simulator-line')
const { BehindDoor } = require('./support/behind-door')
const { PageSocket } = require('./support/page-socket')
const { rejection } = require('./support/rejection')

const ROOT = path.resolve(__dirname, '..')
const PAGE = 'page-0001'
const OTHER = 'page-0002'

/** A simulator in a process of its own. */
async function elsewhere() {
  const script = `
    const { Simulator } = require('.')
    Simulator.start({ settleMs: 0 }).then((simulator) => console.log(simulator.url))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['-e', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(child.stdout, 'data')
  const simulator = await Simulator.attach(String(url).trim())
  const stop = async () => {
    child.kill()
    await once(child, 'exit')
  }
  return { simulator, stop }
}

const IMPLEMENTATIONS = {
  async 'the simulator'() {
    const simulator = await Simulator.start({ settleMs: 0 })
    return { simulator, url: simulator.connection.guestUrl, line: (tag) => simulatorLine(simulator, tag), stop: () => simulator.stop() }
  },
  async 'a simulator in another process'() {
    const { simulator, stop } = await elsewhere()
    return { simulator, url: simulator.connection.guestUrl, line: (tag) => simulatorLine(simulator, tag), stop }
  },
  async 'the door'() {
    const simulator = await Simulator.start({ settleMs: 0 })
    const behind = await BehindDoor.open(simulator.connection)
    const stop = async () => {
      behind.stop()
      await simulator.stop()
    }
    return { simulator, url: behind.url, host: behind.host, line: (tag) => behind.line(tag), stop }
  },
}

describe.each(Object.entries(IMPLEMENTATIONS))('the line of a page over %s', (name, start) => {
  const injects = name === 'the door'
  let org, client, line, pages

  beforeAll(async () => {
    org = await start()
    client = new GenesysClient(org.simulator.connection)
  })
  beforeEach(() => {
    line = org.line(PAGE)
    pages = []
  })
  afterEach(async () => {
    await line.undo()
    for (const page of pages) page.socket.terminate()
    await Promise.all(pages.map((page) => page.closed))
    await org.simulator.reset()
  })
  afterAll(async () => {
    await client.dispose()
    await org.stop()
  })

  async function talking(tag) {
    const page = await PageSocket.talking({ url: org.url, host: org.host, deploymentId: org.simulator.deploymentId, tag })
    pages.push(page)
    return page
  }

  const connect = async (tag) => {
    const page = await PageSocket.open({ url: org.url, host: org.host, deploymentId: org.simulator.deploymentId, tag })
    pages.push(page)
  }

  /** The agent ends the conversation that this page is in. */
  async function end(page, text) {
    const { body } = await page.write(text)
    const conversationId = await client.findConversation({ messageId: body.id })
    await org.simulator.agent(conversationId).disconnect()
  }

  const isClosing = ({ body }) => body.events?.[0].presence?.type === 'Disconnect'
  const isEcho = ({ body }) => body.id === 'echo_id'
  const closings = (page) => page.frames.filter(isClosing).length

  test('dropSocket: code 1006, not clean; the page may come back', async () => {
    const [page, other] = [await talking(PAGE), await talking(OTHER)]
    await line.dropSocket()
    expect(await page.closed).toEqual({ code: 1006, wasClean: false })
    await other.echo()
    expect((await talking(PAGE)).session.body.newSession).toBe(false)
  })

  test('a page that closes its socket itself sees its own code, and a clean end', async () => {
    const page = await talking(PAGE)
    page.socket.close(4001, 'bye')
    expect(await page.closed).toEqual({ code: 4001, wasClean: true })
  })

  test('refuseReconnects: so many connects fail, with code 1006, and no other page\'s', async () => {
    const fault = await line.refuseReconnects(2)
    for (let times = 0; times < 2; times++) {
      await talking(OTHER)
      expect(await rejection(() => connect(PAGE))).toMatchObject({ code: 1006, wasClean: false })
    }
    await talking(PAGE)
    expect(fault.hits).toBe(2)
  })

  test('delayConnects: so many connects come late', async () => {
    const fault = await line.delayConnects(1, 300)
    const begun = performance.now()
    await connect(OTHER)
    expect(fault.hits).toBe(0)
    await connect(PAGE)
    expect(performance.now() - begun).toBeGreaterThan(290)
    expect(fault.hits).toBe(1)
  })

  test('silence: no echo and no close until undo, and then everything', async () => {
    const [page, other] = [await talking(PAGE), await talking(OTHER)]
    await line.silence()
    page.send({ action: 'onMessage', tracingId: 'unheard', message: { type: 'Text', text: 'unheard' } })
    for (let rounds = 0; rounds < 5; rounds++) await other.echo()
    expect(page.socket.readyState).toBe(page.socket.OPEN)
    expect(page.frames).toEqual([page.session])
    await line.undo()
    await page.until((frame) => frame.tracingId === 'unheard')
    expect(page.socket.readyState).toBe(page.socket.OPEN)
  })

  test('expireSession: told, refused with 4006; only the org ends its own session', async () => {
    const [page, other] = [await talking(PAGE), await talking(OTHER)]
    await line.expireSession()
    const told = await page.until((frame) => frame.class === 'SessionExpiredEvent')
    expect(told).toMatchObject({ type: 'response', code: 200, body: {} })
    const refused = await page.write('too late')
    expect(refused).toMatchObject({ class: 'string', code: 4006, body: 'Session expired' })
    expect((await page.configure()).body.newSession).toBe(!injects)
    expect(await other.write('still here')).toMatchObject({ code: 200 })
  })

  test('displace: told and closed', async () => {
    const [page, other] = [await talking(PAGE), await talking(OTHER)]
    await line.displace()
    const told = await page.until((frame) => frame.class === 'ConnectionClosedEvent')
    expect(told).toMatchObject({ type: 'message', code: 200, body: {} })
    expect(await page.closed).toEqual({ code: 1005, wasClean: true })
    await other.echo()
  })

  test.each([
    ['lose', undefined, ['echo', 'echo']],
    ['duplicate', undefined, ['closing', 'closing', 'echo', 'echo']],
    ['delay', { delayMs: 1_000 }, ['echo', 'closing', 'echo']],
    ['reorder', { delayMs: 3_600_000 }, ['echo', 'closing', 'echo']],
  ])('closingFrame(%j, %j): the page hears %j', async (how, options, expected) => {
    const [page, other] = [await talking(PAGE), await talking(OTHER)]
    const fault = await line.closingFrame(how, options)
    await end(other, 'other')
    await end(page, 'mine')
    await page.echo()
    const wanted = expected.filter((each) => each === 'closing').length
    if (wanted > 0) await page.until(() => closings(page) === wanted)
    await page.echo()
    const heard = page.frames.filter((frame) => isClosing(frame) || isEcho(frame))
    expect(heard.map((frame) => (isClosing(frame) ? 'closing' : 'echo'))).toEqual(expected)
    expect(closings(other)).toBe(1)
    expect(fault.hits).toBe(1)
  })

  test('a closing frame that waits comes with undo, which may be called again', async () => {
    const page = await talking(PAGE)
    const fault = await line.closingFrame('delay', { delayMs: 3_600_000 })
    await end(page, 'mine')
    await page.echo()
    expect(closings(page)).toBe(0)
    await line.undo()
    await line.undo()
    await page.until(() => closings(page) === 1)
    expect(fault.hits).toBe(1)
  })

  test('undo: no fault strikes any more, and hits stay readable', async () => {
    const faults = [await line.refuseReconnects(1), await line.delayConnects(1, 3_600_000), await line.closingFrame('lose')]
    await line.undo()
    const page = await talking(PAGE)
    await end(page, 'mine')
    await page.until(() => closings(page) === 1)
    expect(faults.map((fault) => fault.hits)).toEqual([0, 0, 0])
  })

  test.each(['dropSocket', 'silence', 'expireSession', 'displace'])('%s rejects while the page has no socket', async (verb) => {
    await talking(OTHER)
    const error = await rejection(() => line[verb]())
    expect(error).toMatchObject({ name: 'GenesysError', code: 'NOT_FOUND', hint: expect.stringContaining('Wait until') })
  })

  test.each([
    ['refuseReconnects', [0]],
    ['refuseReconnects', [1.5]],
    ['delayConnects', [1, 0]],
    ['delayConnects', [1, NaN]],
    ['delayConnects', ['1', 5]],
    ['closingFrame', ['cut']],
    ['closingFrame', ['delay']],
    ['closingFrame', ['lose', { delayMs: 5 }]],
    ['closingFrame', ['lose', { times: 0 }]],
    ['closingFrame', ['lose', null]],
  ])('%s(...%j) is refused', async (verb, given) => {
    expect(await rejection(() => line[verb](...given))).toMatchObject({ code: 'INVALID_INPUT', operation: verb })
  })

})

test('a door that stops ends its sockets, and is nobody\'s line', async () => {
  const simulator = await Simulator.start()
  const behind = await BehindDoor.open(simulator.connection)
  const page = await PageSocket.talking({ url: behind.url, host: behind.host, deploymentId: simulator.deploymentId, tag: PAGE })
  behind.stop()
  behind.stop()
  expect(await page.closed).toEqual({ code: 1006, wasClean: false })
  expect(await rejection(() => behind.line(PAGE).dropSocket())).toMatchObject({ code: 'NOT_FOUND' })
  await simulator.stop()
})

test('a door needs to know where to lead', async () => {
  expect(await rejection(() => BehindDoor.open({ apiUrl: 'http://127.0.0.1:1', accessToken: 't' }))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('guestUrl') })
})
