'use strict'

const { Ajv } = require('ajv')
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { binding } = require('../build/boundary/binding')
const { unwrap } = require('../build/boundary/call')
const { record } = require('./support/other-org/recorded')
const { PLANTS } = require('./support/other-org/plants')

const RUNS = Number(process.env.DRIFT_RUNS ?? 10)

let folder
beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drift-')) })
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const file = (name) => path.join(folder, `${name}.jsonl`)
const drift = async (recording, options) => unwrap(await binding.drift(recording, options, new binding.Cancellation()))

describe('an org of another hand', () => {
  test.each(Array.from({ length: RUNS }, (_, run) => run))('that does what the simulator does differs in nothing, run %i', async (run) => {
    const recording = file(`honest-${run}`)
    const settleMs = (run * 37) % 180
    const { merged } = await record(recording, { settleMs, mode: ['ReadOnly', 'Send', 'ReadOnly', 'Send', 'off'][run % 5] })
    const report = await drift(recording)
    expect(merged.entries).toBeGreaterThan(40)
    expect(report.differences).toEqual([])
    // A look that another one made superfluous is not waited for.
    expect(report.notCompared.filter(({ what }) => what !== 'requests that were not answered')).toEqual([])
    expect(report.events).toBe(merged.entries)
  }, 30_000)

  test.each(PLANTS.map((plant) => [plant.name, plant]))('%s: it is told first', async (name, { does, first }) => {
    const recording = file(name)
    await record(recording, { plant: does })
    const { differences: [told] } = await drift(recording)
    expect(told).toMatchObject(first)
    expect(told.row).not.toBe('')
  }, 30_000)
})

const ROOT = path.resolve(__dirname, '..')
const SCHEMA = require('../docs/simulator.schema.json')

function cli(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(ROOT, 'dist', 'cli.js'), 'drift', ...args], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
  return { status, stdout, stderr }
}

const plantNamed = (wanted) => PLANTS.find(({ name }) => name === wanted).does

describe('options that are adopted', () => {
  let recording
  const adopted = () => file('adopted-org').replace('.jsonl', '.json')
  beforeAll(async () => {
    recording = file('to-adopt')
    await record(recording, { mode: 'Send', settleMs: 90 })
  }, 30_000)

  test('make the simulator like that org, which it is not by itself', async () => {
    expect(cli(recording, '--adopt', adopted())).toMatchObject({ status: 0, stderr: '' })
    const { $schema: schema, ...options } = JSON.parse(fs.readFileSync(adopted(), 'utf8'))
    expect(schema).toMatch(/simulator\.schema\.json$/)
    expect(options).toMatchObject({ deployment: { conversationDisconnect: 'Send' }, wrapUp: { required: true }, customerStays: false })
    expect(options.settleMs).toBeGreaterThanOrEqual(60)
    expect((await drift(recording, options)).differences).toEqual([])
    const [first] = (await drift(recording, {})).differences
    expect(first).toMatchObject({ pointer: '/body/messenger/apps/conversations/conversationDisconnect/type', org: '"Send"', simulator: '"ReadOnly"' })
  })

  test('are of the published schema, and simulate takes them', async () => {
    cli(recording, '--adopt', adopted())
    const options = JSON.parse(fs.readFileSync(adopted(), 'utf8'))
    const validate = new Ajv({ strict: false }).compile(SCHEMA)
    expect([validate(options), validate.errors]).toEqual([true, null])
    expect(cli(recording, '--config', adopted())).toMatchObject({ status: 0 })
  })
})

test('what the recording as a whole speaks against is not told as agreed', () => {
  const recording = file('customer-stays')
  const program = [path.join(ROOT, 'dist', 'cli.js'), 'simulate', '--customer-stays', '--', process.execPath, path.join(ROOT, 'dist', 'cli.js'), 'record', '-o', recording, '--', process.execPath, '-e', `
    const { GuestSession, GenesysClient } = require(${JSON.stringify(ROOT)})
    const close = async (client, guest) => {
      await guest.send('hello')
      await client.closeConversation(await guest.conversationId(client), { wrapUp: 'E2E Test Closure' })
    }
    const client = new GenesysClient()
    GuestSession.connect().then(async (guest) => { await close(client, guest).finally(() => Promise.all([guest.dispose(), client.dispose()])) })`]
  const { status, stderr } = spawnSync(process.execPath, program, { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, expect.any(String)])
  const { adopted, confirmed } = JSON.parse(cli(recording, '--json').stdout)
  expect(adopted).toMatchObject({ customerStays: true })
  expect(confirmed.map(({ row }) => row)).not.toContain("When the last agent leaves, the customer's leg ends with it")
}, 30_000)

describe('the command', () => {
  test('ends with 0 where nothing differs, 1 where something does, 2 where nothing can be compared', async () => {
    const [same, other, none, empty] = ['same', 'other', 'none', 'empty'].map(file)
    await record(same)
    await record(other, { plant: plantNamed('a write is answered with 200') })
    fs.writeFileSync(none, 'no recording\n')
    fs.writeFileSync(empty, '{"recording":1,"by":[],"product":"0","mode":"live","misses":[],"texts":false}\n')
    expect(cli(same).status).toBe(0)
    expect(cli(other)).toMatchObject({ status: 1, stdout: expect.stringContaining('org        200') })
    expect(cli(none)).toMatchObject({ status: 2, stderr: expect.stringContaining('no header of a recording') })
    expect(cli(empty)).toMatchObject({ status: 2, stderr: expect.stringContaining('nothing of the org in it') })
    const [torn, whole] = [file('torn'), fs.readFileSync(same, 'utf8')]
    fs.writeFileSync(torn, whole.replace('\n', '\n{"at":1,\n'))
    expect(cli(torn)).toMatchObject({ status: 2, stdout: expect.stringContaining('no difference in what could be read; 1 line could not') })
    const [asked, unanswered] = [file('asked'), fs.readFileSync(same, 'utf8').split('\n').filter((line) => !/"(answer|received|refused)":/.test(line))]
    fs.writeFileSync(asked, unanswered.join('\n'))
    expect(cli(asked)).toMatchObject({ status: 2, stderr: expect.stringContaining('nothing of the org in it') })
    expect(cli(file('absent')).status).toBe(2)
    const { differences, notModelled } = JSON.parse(cli(other, '--json').stdout)
    expect(notModelled).toHaveLength(differences.length)
    expect(notModelled[0]).toMatch(/status PATCH .* org 200, simulator 202/)
  }, 60_000)

  test('shows no value of the recording, also where texts were kept', async () => {
    const recording = file('canaries')
    const { org } = await record(recording, { plant: plantNamed('there is a field more') }, { texts: true })
    expect(fs.readFileSync(recording, 'utf8')).toContain('canary-text')
    const options = file('canaries-org').replace('.jsonl', '.json')
    const shown = [cli(recording, '--adopt', options), cli(recording, '--json')].map(({ stdout, stderr }) => stdout + stderr).join('')
    const all = shown + fs.readFileSync(options, 'utf8')
    expect(all).toContain('/body/address')
    const { agent, queue, division, codes, deploymentId, clientId, clientSecret, token, url, talks } = org
    const ids = [...talks.values()].flatMap((talk) => [talk.id, ...talk.participants.map(({ id }) => id)])
    const values = [agent, queue, division, ...codes].flatMap(({ id, name }) => [id, name])
    const canaries = ['canary', deploymentId, clientId, clientSecret, token, url, ...ids, ...values]
    expect(canaries.filter((canary) => all.includes(canary))).toEqual([])
  }, 60_000)
})
