'use strict'

const { spawn } = require('node:child_process')
const { once } = require('node:events')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { text } = require('node:stream/consumers')
const { environmentOf } = require('../build/surroundings/environment')
const { OtherOrg } = require('./support/other-org')

const ROOT = path.resolve(__dirname, '..')
const SPEC = path.join(__dirname, 'support', 'other-org', 'spec.js')
const RUNS = Number(process.env.REPLAY_RUNS ?? 3)

let folder
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'replay-')) })
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** Our command on its way, with what it came to. */
async function cli(args, env = {}) {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), ...args], { env: { ...process.env, NO_COLOR: '1', ...env } })
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { status: child.exitCode, stdout, stderr }
}

/** Somebody writes after the end: that order of events is what the spec fails by. */
const late = {
  frame: ({ name, frame }) => {
    if (name !== 'Disconnect') return undefined
    const body = { ...frame.body, id: 'e'.repeat(32), type: 'Text', text: 'One more thing.', events: undefined, metadata: undefined }
    return [{ frame }, { frame: { ...frame, body } }]
  },
}

async function recorded(name, options, staysForMs = 0) {
  const file = path.join(folder, `${name}.jsonl`)
  const org = await new OtherOrg({ answers: true, ...options }).start()
  try {
    const run = await cli(['record', '-o', file, '--', process.execPath, SPEC, String(staysForMs)], environmentOf(org.connection))
    return { file, run, org }
  } finally {
    await org.stop()
  }
}

function linesOf(file) {
  const lines = fs.readFileSync(file, 'utf8').trim().split('\n')
  return { lines, entries: lines.map((line) => JSON.parse(line)) }
}

test('a spec that failed against the org by an order of events fails in the same way', async () => {
  const { file, run } = await recorded('fails', { plant: late, mode: 'Send' }, 2_000)
  expect(run).toMatchObject({ status: 3 })
  expect(JSON.parse(run.stdout)).toMatchObject({ outcome: 'GUEST_NOT_TOLD', last: expect.not.stringContaining('closed') })
  for (let nth = 0; nth < RUNS; nth++) {
    const replayed = await cli(['replay', file, '--', process.execPath, SPEC, '2000'])
    expect(replayed).toEqual({ status: 3, stdout: run.stdout, stderr: '' })
  }
}, 120_000)

test('one that passed passes, and what it is given has no value of the org', async () => {
  const { file, run, org } = await recorded('passes', { mode: 'ReadOnly' })
  expect(run).toMatchObject({ status: 0 })
  const replayed = await cli(['replay', file, '--', process.execPath, SPEC])
  expect(replayed).toEqual({ status: 0, stdout: run.stdout, stderr: '' })
  const printed = await cli(['replay', file, '--', process.execPath, '-e', 'console.log(JSON.stringify(process.env))'], { PLAYWRIGHT_GENESYS_ORG: '' })
  expect([org.clientSecret, org.deploymentId, org.url].filter((value) => printed.stdout.includes(value))).toEqual([])
}, 120_000)

test('who looks less often than in the recording keeps nobody waiting', async () => {
  const { file, run } = await recorded('looks', { mode: 'ReadOnly' })
  const { lines, entries } = linesOf(file)
  const looks = entries.findLastIndex(({ by, method }) => by === 'client' && method === 'GET')
  const answer = entries.find((entry) => entry.answer === entries[looks].request)
  const guest = entries.findIndex(({ sent }) => sent?.action === 'getJwt')
  const more = [1, 2, 3, 4, 5, 6].flatMap((nth) => [{ ...entries[looks], request: 1000 + nth }, { ...answer, answer: 1000 + nth }])
  const at = entries[guest].at
  lines.splice(guest, 0, ...more.map((entry) => JSON.stringify({ ...entry, at })))
  fs.writeFileSync(file, `${lines.join('\n')}\n`)
  expect(await cli(['replay', file, '--', process.execPath, SPEC])).toEqual({ status: 0, stdout: run.stdout, stderr: '' })
}, 120_000)

test('what came after a frame does not overtake it: an answer is given once the frame was read', async () => {
  const { file } = await recorded('order', { mode: 'ReadOnly' })
  const { lines, entries } = linesOf(file)
  const [answer] = lines.splice(entries.findIndex((entry) => entry.answer === entries.find(({ host }) => host === 'config').request), 1)
  lines.splice(lines.findIndex((line) => line.includes('SessionResponse')) + 1, 0, answer)
  fs.writeFileSync(file, `${lines.join('\n')}\n`)
  const replayed = await cli(['replay', file, '--', process.execPath, path.join(__dirname, 'support', 'other-org', 'order.js')])
  expect(replayed).toEqual({ status: 0, stdout: '["SessionResponse","ping","answer"]\n', stderr: '' })
}, 120_000)

test('simulate plays one too, and nothing that makes an org goes beside it', async () => {
  const { file, run } = await recorded('passes', { mode: 'ReadOnly' })
  expect(await cli(['simulate', '--replay', file, '--', process.execPath, SPEC])).toEqual({ status: 0, stdout: run.stdout, stderr: '' })
  const both = await cli(['simulate', '--replay', file, '--wrap-up-optional', '--', 'node'])
  expect(both).toMatchObject({ status: 2, stderr: expect.stringContaining('the recording has all else') })
}, 120_000)

test('a command that starts a simulator of its own is not played to, and hears of it', async () => {
  const { file } = await recorded('passes', { mode: 'ReadOnly' })
  const starts = `require(${JSON.stringify(ROOT)}).Simulator.start().catch(({ message }) => { console.log(message); process.exitCode = 3 })`
  const replayed = await cli(['replay', file, '--', process.execPath, '-e', starts])
  expect(replayed).toMatchObject({ status: 3, stdout: expect.stringContaining('knows nothing of it') })
})

test('what is no recording is refused', async () => {
  const file = path.join(folder, 'none.jsonl')
  fs.writeFileSync(file, '{}\n')
  expect(await cli(['replay', file, '--', 'node'])).toMatchObject({ status: 2, stderr: expect.stringContaining('no header of a recording') })
  fs.writeFileSync(file, '{"recording":1,"by":[],"product":"0","mode":"live","misses":[],"texts":false}\n')
  expect(await cli(['replay', file, '--', 'node'])).toMatchObject({ status: 2, stderr: expect.stringContaining('nothing of the org in it') })
})
