'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { GenesysClient, Simulator } = require('..')
const { cacheFolder, ownCacheFolder } = require('../build/surroundings/cache-folder')
const { measure } = require('../scripts/share/measure')
const { temporaryFolder } = require('./support/ledger')
const { rejection } = require('./support/rejection')

const WRAP_UP = 'E2E Test Closure'
const CANARY = 'canary-7f3a9c-of-the-secret'
const isUnix = process.platform !== 'win32'
const onUnix = isUnix ? test : test.skip

let simulator
let folder

beforeEach(async () => {
  simulator = await Simulator.start()
  folder = path.join(temporaryFolder(), 'state')
})

afterEach(async () => {
  await simulator.stop()
  await removed(path.dirname(folder))
})

/** What ended last is put down a moment later, and may be while the folder goes. */
async function removed(place) {
  while (fs.existsSync(place)) await fs.promises.rm(place, { recursive: true, force: true }).catch(() => {})
}

const logins = () => simulator.requests({ path: '/oauth/token' }).length
const files = () => fs.readdirSync(folder).map((name) => path.join(folder, name))
const modeOf = (file) => fs.statSync(file).mode & 0o777

/** Closes a conversation with a client of its own, as another process would. */
async function closeOne(extra = {}) {
  const client = new GenesysClient({ ...simulator.connection, requestsPerMinute: 300, sharedState: folder, ...extra })
  const { conversationId } = await simulator.openConversation({ agent: 'connected' })
  try {
    return await client.closeConversation(conversationId, { wrapUp: WRAP_UP })
  } finally {
    await client.dispose()
  }
}

test('clients that share a folder log in once, and without one each for itself', async () => {
  await Promise.all([closeOne(), closeOne(), closeOne()])
  await closeOne()
  expect(logins()).toBe(1)
  await closeOne({ sharedState: false })
  expect(logins()).toBe(2)
})

onUnix('the folder and all that is in it are their owner\'s alone', async () => {
  await closeOne()
  expect(modeOf(folder)).toBe(0o700)
  expect(files().map((file) => path.basename(file).replace(/[0-9a-f]{32}/, '…')).sort()).toEqual(['budget-…', 'budget-….lock', 'token-…', 'token-….lock'])
  expect(files().map(modeOf)).toEqual(Array(4).fill(0o600))
})

test('neither secret nor token nor client stands in any file or name', async () => {
  const { clientId, clientSecret } = simulator.connection
  await closeOne()
  await rejection(() => closeOne({ clientSecret: CANARY }))
  const everything = files().map((file) => `${file}\n${fs.readFileSync(file, 'latin1')}`).join('\n')
  expect(everything.length).toBeGreaterThan(500)
  for (const word of [clientId, clientSecret, CANARY, 'canary', 'access_token', 'spent', '127.0.0.1']) expect(everything).not.toContain(word)
})

test('another secret finds no token', async () => {
  await closeOne()
  const error = await rejection(() => closeOne({ clientSecret: CANARY }))
  expect(error.code).toBe('CREDENTIALS_REJECTED')
  expect(logins()).toBe(2)
})

onUnix.each([0o755, 0o750, 0o722])('a folder with mode %o is refused, and nothing is sent', async (mode) => {
  fs.mkdirSync(folder)
  fs.chmodSync(folder, mode)
  const error = await rejection(() => closeOne())
  expect(error).toMatchObject({ code: 'INVALID_INPUT', effect: 'none', hint: expect.stringContaining('chmod 700') })
  expect(error.message).toContain('sharedState is not acceptable: others can write or read it')
  expect(simulator.requests()).toEqual([])
  expect(files()).toEqual([])
})

test('files that were damaged, emptied or replaced by folders are made anew', async () => {
  await closeOne()
  const spoil = [
    (file) => fs.truncateSync(file, fs.statSync(file).size >> 1),
    (file) => fs.writeFileSync(file, ''),
    (file) => fs.appendFileSync(file, 'x'),
    (file) => {
      fs.rmSync(file)
      fs.mkdirSync(file)
    },
  ]
  for (const [index, damage] of spoil.entries()) {
    files().filter((file) => !file.endsWith('.lock')).forEach(damage)
    expect(await closeOne()).toMatchObject({ outcome: 'closed' })
    expect(await closeOne()).toMatchObject({ outcome: 'closed' })
    expect(logins()).toBe(index + 2)
  }
})

test('a budget that another client has spent is spent for all', async () => {
  await closeOne({ requestsPerMinute: 4 })
  const error = await rejection(() => closeOne({ requestsPerMinute: 4, timeoutMs: 2_000 }))
  expect(error).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) })
})

test('three processes close at full speed: no 429, nothing lost, and no window holds more than the budget', async () => {
  const limit = 20
  const seen = await measure({ processes: 3, tasks: 3, closes: 2, limit, windowMs: 1_000, shared: true })
  expect(seen).toMatchObject({ closes: 18, failed: [], lost: 0, refused: 0, logins: 1 })
  expect(seen.requests).toBeGreaterThan(2 * limit)
  expect(seen.mostInAWindow).toBeLessThanOrEqual(limit)
}, 60_000)

describe('the folder of the fixtures', () => {
  test.each(/** @type {[NodeJS.Platform, NodeJS.ProcessEnv, string][]} */ ([
    ['linux', { XDG_CACHE_HOME: '/caches', HOME: '/home/me' }, '/caches'],
    ['linux', { XDG_CACHE_HOME: 'relative', HOME: '/home/me' }, '/home/me/.cache'],
    ['freebsd', { HOME: '/home/me' }, '/home/me/.cache'],
    ['darwin', { XDG_CACHE_HOME: '/caches', HOME: '/Users/me' }, '/Users/me/Library/Caches'],
    ['win32', { LOCALAPPDATA: '/local', HOME: '/home/me' }, '/local'],
  ]))('on %s with %j lies in %s', (platform, env, expected) => {
    expect(cacheFolder(env, platform)).toBe(path.join(expected, 'playwright-genesys'))
  })

  test('is made as its owner\'s alone', () => {
    expect(ownCacheFolder(folder)).toBe(folder)
    if (isUnix) expect(modeOf(folder)).toBe(0o700)
  })

  onUnix('is none where others can use it, or where it cannot be made', () => {
    fs.mkdirSync(folder)
    fs.chmodSync(folder, 0o755)
    expect(ownCacheFolder(folder)).toBeUndefined()
    const file = path.join(folder, 'file')
    fs.writeFileSync(file, '')
    expect(ownCacheFolder(path.join(file, 'below'))).toBeUndefined()
    expect(ownCacheFolder(file)).toBeUndefined()
  })
})
