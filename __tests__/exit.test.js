'use strict'

const { spawn } = require('node:child_process')
const path = require('node:path')

const ROOT = path.resolve(__dirname, '..')
const ALLOWED_MS = 1_000

/** Runs a script; resolves with its exit status and how long it lived on after its last line. */
function lastMoments(script) {
  const child = spawn(process.execPath, ['-e', script], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let lastLineAt
  child.stderr.on('data', (chunk) => { output += chunk })
  child.stdout.on('data', (chunk) => {
    output += chunk
    if (output.includes('LAST LINE')) lastLineAt ??= performance.now()
  })
  return new Promise((resolve) => {
    child.on('exit', (status) => resolve({ status, output, afterMs: performance.now() - lastLineAt }))
  })
}

const CLOSE = `
  const { GenesysClient, Simulator, closeConversation } = require('.')
  async function close(stop) {
    const simulator = await Simulator.start({ wrapUp: { required: false } })
    const { conversationId } = await simulator.openConversation()
    const report = await closeConversation(conversationId, simulator.connection)
    const client = new GenesysClient(simulator.connection)
    await client.getConversation(conversationId)
    if (stop) await simulator.stop()
    console.log(report.outcome)
  }`

const SCRIPTS = {
  'with the simulator stopped': `${CLOSE}; close(true).then(() => console.log('LAST LINE'))`,
  'with the simulator still running': `${CLOSE}; close(false).then(() => console.log('LAST LINE'))`,
  'with a door and a page behind it': `${CLOSE}
    const { once } = require('node:events')
    const WebSocket = require('ws')
    const { BehindDoor } = require('./__tests__/support/behind-door')
    async function led() {
      const simulator = await Simulator.start()
      const behind = await BehindDoor.open(simulator.connection)
      const page = new WebSocket(behind.url + '/v1?witness=page-0001&deploymentId=' + simulator.deploymentId, { headers: { host: behind.host } })
      const line = behind.line('page-0001')
      await once(page, 'open')
      await line.silence()
      page._socket.unref()
    }
    close(false).then(led).then(() => console.log('LAST LINE'))`,
  'with many closes, which alone keep it alive': `
    const { GenesysClient, Simulator } = require('.')
    async function closeMany() {
      const simulator = await Simulator.start({ wrapUp: { required: false } })
      const ids = []
      while (ids.length < 3) ids.push((await simulator.openConversation()).conversationId)
      const { closed } = await new GenesysClient(simulator.connection).closeConversations(ids)
      if (closed === 3) console.log('closed')
    }
    closeMany().then(() => console.log('LAST LINE'))`,
  'from a worker thread, which ends first': `
    const { Worker } = require('node:worker_threads')
    const worker = new Worker(${JSON.stringify(`${CLOSE}; close(false)`)}, { eval: true })
    worker.on('exit', () => console.log('LAST LINE'))`,
  'beside a worker thread, both with a simulator': `
    const { Worker } = require('node:worker_threads')
    ${CLOSE}
    const worker = new Worker(${JSON.stringify(`${CLOSE}; close(false)`)}, { eval: true })
    const ended = new Promise((resolve) => worker.on('exit', resolve))
    Promise.all([ended, close(false)]).then(() => console.log('LAST LINE'))`,
}

test.each(Object.entries(SCRIPTS))('a process that closes and falls off the end exits by itself, %s', async (_name, script) => {
  const baseline = await lastMoments('require("."); console.log("LAST LINE")')
  const { status, output, afterMs } = await lastMoments(script)
  expect({ status, output }).toEqual({ status: 0, output: expect.stringMatching(/^(closed\n)+LAST LINE\n$/) })
  expect(afterMs).toBeLessThan(baseline.afterMs + ALLOWED_MS)
})

test('ids that do not come keep no process alive', async () => {
  const baseline = await lastMoments('require("."); console.log("LAST LINE")')
  const { status, output, afterMs } = await lastMoments(`
    const { GenesysClient } = require('.')
    const client = new GenesysClient({ apiUrl: 'http://127.0.0.1:1', accessToken: 't', retry: false })
    async function* ids() {
      yield '00000000-0000-4000-8000-000000000001'
      await new Promise(() => {})
    }
    client.closeConversations(ids(), { onFailed: ({ error }) => console.log(error.code, 'LAST LINE') })`)
  expect({ status, output }).toEqual({ status: 0, output: 'TRANSPORT LAST LINE\n' })
  expect(afterMs).toBeLessThan(baseline.afterMs + ALLOWED_MS)
})

test('an exception in a callback is a warning on the console, and the exit status stays 0', async () => {
  const { status, output } = await lastMoments(`
    const { GenesysClient } = require('.')
    const client = new GenesysClient({ apiUrl: 'http://127.0.0.1:1', accessToken: 't', retry: false })
    client.closeConversations(['not an id'], { onFailed: () => { throw new Error('in the callback') } })
      .then(({ failedTotal }) => console.log(failedTotal, 'LAST LINE'))`)
  expect(output).toContain('1 LAST LINE')
  expect(output).toContain('GenesysCallbackWarning: onFailed threw an exception')
  expect(status).toBe(0)
})
