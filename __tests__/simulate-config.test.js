'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { Ajv } = require('ajv')
const { Simulator } = require('..')
const { optionsOf } = require('../build/cli/simulate/config')
const { FLAGS } = require('../build/cli/simulate/flags')
const { TABLES, checkOptions } = require('../build/options')
const { endAll, runCli, startSimulate } = require('./support/processes')
const { temporaryFolder } = require('./support/ledger')

jest.setTimeout(60_000)

const SCHEMA = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../docs/simulator.schema.json'), 'utf8'))
const ajv = new Ajv({ strict: false, formats: { ipv4: /^\d+(?:\.\d+){3}$/, ipv6: /:/ } })
const fitsSchema = ajv.compile(SCHEMA)

const ON = { path: '/a' }
const GOOD = [
  {},
  { port: 0, host: '127.0.0.1', seed: 3 },
  { host: '0.0.0.0', letOthersIn: true, publicUrl: 'http://genesys:8080' },
  { host: '::1' },
  { clientId: 'me', clientSecret: 'made-up', queues: ['A', 'B'], agents: ['Ada'] },
  { deployment: { id: '11111111-2222-4333-8444-555555555555', conversationDisconnect: 'Send', autoStart: true, allowedDomains: ['https://shop.example'] } },
  { wrapUp: { codes: [], required: false } },
  { wrapUp: { forced: true, timeoutMs: 5 } },
  { wrapUp: { forced: false } },
  { limits: 'genesys' },
  { limits: { requestsPerMinute: 5, windowMs: 200 } },
  { permissions: [], scopes: ['conversations'] },
  { bot: { endsOn: 'bye' }, invalidClientStatus: 401, clockSkewMs: -5 },
  { faults: [] },
  { faults: [{ on: ON, respond: { status: 503, body: { a: 1 } } }, { on: { path: { source: '^/api' } }, delayMs: 3 }] },
  { faults: [{ on: { path: { source: '^/api', flags: 'i' }, nth: 2 }, cut: 'after', delayMs: 0 }] },
  { faults: [{ on: { frame: 'closing' }, frame: 'lose' }, { on: { connect: true }, cut: 'before' }, { on: { frame: 'any' }, frame: 'delay', delayMs: 5 }] },
]
const BAD = [
  { prot: 1 },
  { port: -1 }, { port: 1.5 }, { port: '80' }, { port: null },
  { host: 'localhost' }, { host: '0.0.0.0' }, { host: '0.0.0.0', letOthersIn: false },
  { publicUrl: 'ftp://x' }, { publicUrl: 'http://a/b' },
  { clientSecret: 'with blank' }, { clientId: '' },
  { queues: [] }, { queues: [' '] }, { agents: 'Ada' },
  { deployment: { id: 'x' } }, { deployment: { conversationDisconnect: 'On' } }, { deployment: { colour: 1 } },
  { wrapUp: { forced: true } }, { wrapUp: { timeoutMs: 0 } },
  { limits: 'mine' }, { limits: { windowMs: 5 } },
  { permissions: [''] }, { invalidClientStatus: 402 }, { seed: -1 },
  { faults: [{ on: ON }] }, { faults: [{ on: ON, delayMs: 0 }] }, { faults: [{ cut: 'after' }] },
  { faults: [{ on: ON, cut: 'after', garble: 'not-json' }] },
  { faults: [{ on: { path: '/a', connect: true }, cut: 'after' }] },
  { faults: [{ on: { frame: 'any', connect: true }, delayMs: 1 }] },
  { faults: [{ on: { frame: 'any' }, cut: 'after' }] },
  { faults: [{ on: ON, frame: 'lose' }] },
  { faults: [{ on: { frame: 'any' }, frame: 'delay' }] },
  { faults: [{ on: { path: 'a' }, cut: 'after' }] }, { faults: [{ on: { path: {} }, cut: 'after' }] },
  { faults: [{ on: ON, respond: { status: 99 } }] },
]

const fitsTable = (options) => {
  try {
    checkOptions('SimulatorOptions', options, 'x')
    return true
  } catch {
    return false
  }
}

test.each(GOOD)('schema and table take %j', (options) => {
  const seen = { schema: fitsSchema(options), table: fitsTable(options), why: fitsSchema.errors }
  expect(seen).toEqual({ schema: true, table: true, why: null })
})

test.each(BAD)('schema and table refuse %j', (options) => {
  expect({ schema: fitsSchema(options), table: fitsTable(options) }).toEqual({ schema: false, table: false })
})

/** The paths of all options that hold no others, and of those that may be of one word or of others. */
function leaves(table, prefix = '') {
  return Object.entries(table.fields).flatMap(([name, spec]) => {
    const kinds = spec.kind === 'either' ? spec.of : [spec]
    const inner = kinds.filter(({ kind }) => kind === 'table').flatMap((each) => leaves(each.table, `${prefix}${name}.`))
    return kinds.every(({ kind }) => kind === 'table') ? inner : [`${prefix}${name}`, ...inner]
  })
}

test('every option of a simulator has a flag, and every flag an option', () => {
  expect(FLAGS.map(([, option]) => option).toSorted()).toEqual(leaves(TABLES.SimulatorOptions).toSorted())
})

describe('simulate', () => {
  let folder
  beforeEach(() => { folder = temporaryFolder() })
  afterEach(() => fs.rmSync(folder, { recursive: true }))
  afterEach(endAll)

  const written = (text) => {
    const file = path.join(folder, 'org.json')
    fs.writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text))
    return file
  }

  test('--config starts what is in the file, and flags go before it', async () => {
    const config = written({ $schema: './simulator.schema.json', clientId: 'of-the-back-end', clientSecret: 'made-up', queues: ['Sales', 'Support'], wrapUp: { codes: ['Sold'] }, seed: 4 })
    const told = await startSimulate(['--config', config, '--queue', 'Only', '--wrap-up-optional', '--seed', '5'])
    const here = await Simulator.start({ seed: 5 })
    expect(told.connection).toMatchObject({ clientId: 'of-the-back-end', clientSecret: 'made-up' })
    expect(told.queueId).toBe(here.queueId)
    expect(told.environment.GENESYSCLOUD_OAUTHCLIENT_SECRET).toBe('made-up')
    const there = await Simulator.attach(told.url)
    expect({ queueId: there.queueId, environment: there.environment }).toEqual({ queueId: told.queueId, environment: told.environment })
    await expect(there.openConversation({ queue: 'Support' })).rejects.toThrow('it has: Only')
    await here.stop()
    await told.stop()
  })

  test.each([
    ['{ "seed": 1, ', 'no JSON'],
    ['[]', 'holds no object'],
    ['{ "clientSecret": "canary with blanks" }', 'clientSecret is not acceptable: got a string with white space'],
    ['{ "wrapUp": { "code": [] } }', 'wrapUp.code is not acceptable: got an unknown option'],
  ])('--config says what is wrong in %s, and shows none of it', (text, why) => {
    const { status, stderr } = runCli(['simulate', '--config', written(text)])
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(why) })
    expect(stderr).not.toContain('canary')
  })

  test('other machines are let in by a word of its own only', () => {
    expect(runCli(['simulate', '--host', '0.0.0.0'])).toMatchObject({ status: 2, stderr: expect.stringContaining('--let-others-in') })
  })
})

test('flags become options, each in its place', () => {
  const given = { config: undefined, queue: ['A'], clear: false, wrapUpOptional: true, disconnect: 'off', botEndsOn: 'bye', requestsPerMinute: 4, fault: ['{"on":{"path":"/a"},"cut":"after"}'] }
  expect(optionsOf(given)).toEqual({
    queues: ['A'], deployment: { conversationClear: false, conversationDisconnect: 'off' }, wrapUp: { required: false },
    bot: { endsOn: 'bye' }, limits: { requestsPerMinute: 4 }, faults: [{ on: { path: '/a' }, cut: 'after' }],
  })
  expect(optionsOf({ clear: true })).toEqual({})
  expect(() => optionsOf({ fault: ['{canary'] })).toThrow('What --fault says is no JSON.')
})
