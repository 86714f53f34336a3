'use strict'

const fc = require('fast-check')
const fs = require('node:fs')
const path = require('node:path')
const { Ledger } = require('../build/ledger')
const { crash, everythingIn, temporaryFolder } = require('./support/ledger')
const { thrown } = require('./support/rejection')
const { untyped } = require('./support/untyped')

const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const messageOf = (number) => String(number).padStart(32, 'a')
const ORG = { apiUrl: 'http://127.0.0.1:4711' }

let folder
let opened

beforeEach(() => {
  folder = path.join(temporaryFolder(), 'ledger')
  opened = []
})

afterEach(() => {
  for (const ledger of opened) ledger.close()
  fs.rmSync(path.dirname(folder), { recursive: true })
})

function open(fields = {}) {
  const ledger = Ledger.open({ folder, run: 'run-1', worker: 2, org: ORG, ...fields })
  opened.push(ledger)
  return ledger
}

const read = () => Ledger.read(folder)
const files = () => fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
const linesOf = (ledger) => fs.readFileSync(ledger.path, 'utf8').trim().split('\n').map((line) => JSON.parse(line))

describe('what a worker notes', () => {
  test('is on disk when the call returns, with run, worker and org', () => {
    const ledger = open({ deploymentId: idOf(99) })
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    expect(read()).toEqual({
      open: [{ messageIds: [messageOf(1)], conversationId: undefined, at: expect.any(Number), run: 'run-1', worker: 2, org: '127.0.0.1:4711', deploymentId: idOf(99), life: 'alive' }],
      unknown: 0,
      damaged: 0,
      foreign: 0,
    })
  })

  test('each message id once, however often it is met', () => {
    const ledger = open()
    for (const _ of [1, 2, 3]) ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    ledger.tracked({ conversationId: idOf(1) })
    ledger.tracked({ conversationId: idOf(1).toUpperCase() })
    expect(linesOf(ledger).map(({ type }) => type)).toEqual(['run', 'opened', 'tracked'])
  })

  test('what a guest sent is unknown until anything comes back', () => {
    const ledger = open()
    ledger.sent({ guest: 'g1' })
    ledger.sent({ guest: 'g2' })
    expect(read()).toMatchObject({ open: [], unknown: 2 })
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)] }], unknown: 1 })
  })

  test('messages and tracked ids that lead to one conversation are one entry', () => {
    const ledger = open()
    ledger.tracked({ conversationId: idOf(1) })
    for (const number of [1, 2, 3]) ledger.opened({ guest: 'g1', messageId: messageOf(number) })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(1) })
    ledger.resolved({ messageId: messageOf(3), conversationId: idOf(1).toUpperCase() })
    const found = read().open.map(({ conversationId, messageIds }) => ({ conversationId, messageIds }))
    expect(found).toEqual([
      { conversationId: idOf(1), messageIds: [messageOf(1), messageOf(3)] },
      { conversationId: undefined, messageIds: [messageOf(2)] },
    ])
  })

  test('another conversation for the same message is not believed', () => {
    const ledger = open()
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(1) })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(2) })
    expect(read().open.map(({ conversationId }) => conversationId)).toEqual([idOf(1)])
  })

  test.each([
    ['a guest with blanks', (ledger) => ledger.sent({ guest: 'a sentence of a test' })],
    ['a conversation that is none', (ledger) => ledger.resolved({ messageId: messageOf(1), conversationId: 'x' })],
    ['a text as reason', (ledger) => ledger.ended({ conversationId: idOf(1), how: 'hello, I would like' })],
  ])('%s is refused, and nothing of it is written', (_name, note) => {
    const ledger = open()
    expect(thrown(() => note(ledger))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(linesOf(ledger)).toHaveLength(1)
  })

  test('what a socket calls an id and is none is passed over', () => {
    const ledger = open()
    for (const messageId of [undefined, null, 5, '', 'hello', `${messageOf(1)}\n`]) ledger.opened({ guest: 'g1', messageId })
    expect(linesOf(ledger)).toHaveLength(1)
  })
})

describe('an end', () => {
  let ledger
  beforeEach(() => {
    ledger = open()
    for (const number of [1, 2]) ledger.opened({ guest: 'g1', messageId: messageOf(number) })
    ledger.opened({ guest: 'g2', messageId: messageOf(3) })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(1) })
    ledger.tracked({ conversationId: idOf(1) })
  })
  const left = () => read().open.flatMap(({ messageIds }) => messageIds)

  test.each([
    ['a conversation', { conversationId: idOf(1), how: 'closed' }],
    ['a message', { messageId: messageOf(1) }],
  ])('of %s ends the conversation, and no message of its guest that nobody looked up: that may have led to another one', (_name, end) => {
    ledger.ended(end)
    expect(left()).toEqual([messageOf(2), messageOf(3)])
  })

  test('of a message that nobody looked up ends that message alone', () => {
    ledger.ended({ messageId: messageOf(2) })
    expect(left().sort()).toEqual([messageOf(1), messageOf(3)])
  })

  test('of one conversation leaves what its guest has in another one', () => {
    ledger.opened({ guest: 'g1', messageId: messageOf(4) })
    ledger.resolved({ messageId: messageOf(4), conversationId: idOf(4) })
    ledger.ended({ conversationId: idOf(1) })
    expect(left().sort()).toEqual([messageOf(2), messageOf(3), messageOf(4)])
  })

  test('of a conversation and exactly its messages is one line, or a few', () => {
    for (const number of Array(200).keys()) ledger.opened({ guest: 'g1', messageId: messageOf(number + 1_000) })
    const before = linesOf(ledger).length
    ledger.done({ conversationId: idOf(1), messageIds: [messageOf(1), messageOf(2), ...Array.from({ length: 200 }, (_, number) => messageOf(number + 1_000))], how: 'closed' })
    expect(left()).toEqual([messageOf(3)])
    expect(linesOf(ledger).length - before).toBe(3)
  })

  test('is not undone by a message that is met again', () => {
    ledger.done({ conversationId: idOf(1), messageIds: [messageOf(1), messageOf(2)], how: 'closed' })
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(1) })
    expect(left()).toEqual([messageOf(3)])
  })

  test('is followed by a conversation of its own', () => {
    ledger.done({ conversationId: idOf(1), messageIds: [messageOf(1), messageOf(2)], how: 'closed' })
    ledger.sent({ guest: 'g1' })
    expect(read().unknown).toBe(1)
    ledger.opened({ guest: 'g1', messageId: messageOf(5) })
    expect(read().unknown).toBe(0)
    expect(left().sort()).toEqual([messageOf(3), messageOf(5)])
  })

  test('of all that a guest had, as earlier versions wrote it, is not believed', () => {
    crash(ledger.path)
    fs.appendFileSync(ledger.path, '{"type":"ended","at":1,"guest":"g1","how":"closed"}\n')
    expect(left().sort()).toEqual([1, 2, 3].map(messageOf))
    expect(read().damaged).toBe(0)
  })
})

describe('an id that is no echo of a message of the guest', () => {
  test('counts for as long as there is no better one', () => {
    const ledger = open()
    ledger.opened({ guest: 'g1', messageId: messageOf(1), own: false })
    expect(read().open).toMatchObject([{ messageIds: [messageOf(1)] }])
    ledger.opened({ guest: 'g1', messageId: messageOf(2) })
    ledger.opened({ guest: 'g1', messageId: messageOf(3), own: false })
    expect(read().open).toMatchObject([{ messageIds: [messageOf(2)] }])
    expect(linesOf(ledger)).toHaveLength(3)
  })

  test('settles nothing that the guest has sent', () => {
    const ledger = open()
    for (const _ of [1, 2]) ledger.sent({ guest: 'g1' })
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    ledger.opened({ guest: 'g1', messageId: messageOf(2), own: false })
    expect(read().unknown).toBe(1)
    ledger.settled({ guest: 'g1' })
    ledger.settled({ guest: 'g1' })
    expect(read()).toMatchObject({ unknown: 0, open: [{ messageIds: [messageOf(1)] }] })
    expect(linesOf(ledger)).toHaveLength(5)
  })
})

describe('a disk that takes nothing', () => {
  const { LedgerFile } = require('../build/ledger/file')
  afterEach(() => jest.restoreAllMocks())

  /** The next so many writes fail; the first of them after half a line. */
  function full(times) {
    const real = fs.writeSync
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const writing = jest.spyOn(fs, 'writeSync').mockImplementation((fd, text) => {
      if (writing.mock.calls.length > times) return real(fd, text)
      if (writing.mock.calls.length === 1) return real(fd, text.slice(0, 50))
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    })
    return { writing, warnings }
  }

  test('loses nothing: what is missing is written before the next record, and is told', () => {
    const ledger = open()
    const { writing, warnings } = full(2)
    for (const number of [1, 2]) ledger.opened({ guest: 'g1', messageId: messageOf(number) })
    expect(writing).toHaveBeenCalledTimes(2)
    expect(warnings.mock.calls.map(([text]) => text)).toEqual([expect.stringContaining('misses a record'), expect.stringContaining('misses 2 records (ENOSPC)')])
    ledger.opened({ guest: 'g1', messageId: messageOf(3) })
    expect(read()).toMatchObject({ open: [{ messageIds: [1, 2, 3].map(messageOf) }], damaged: 0 })
  })

  test('is tried again where nothing more comes', () => {
    jest.useFakeTimers()
    const ledger = open()
    full(1)
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    jest.runOnlyPendingTimers()
    jest.useRealTimers()
    expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)] }], damaged: 0 })
  })

  test('at the beginning is said, and leaves no file', () => {
    jest.spyOn(LedgerFile.prototype, 'append').mockImplementation(() => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }) })
    expect(thrown(open)).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('ENOSPC') })
    expect(files()).toEqual([])
  })

  test('a file that somebody deletes while its worker runs is written again', () => {
    const ledger = open()
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    fs.rmSync(folder, { recursive: true })
    ledger.opened({ guest: 'g1', messageId: messageOf(2) })
    expect(read()).toMatchObject({ open: [{ messageIds: [1, 2].map(messageOf) }] })
  })
})

describe('a folder in which others could write', () => {
  const onUnix = process.getuid === undefined ? test.skip : test

  test.each([['group', 0o770], ['everybody', 0o777]])('is refused: %s', (_name, mode) => {
    fs.mkdirSync(folder)
    fs.chmodSync(folder, mode)
    expect(thrown(open)).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('others can write there') })
    expect(() => read()).toThrow('others can write there')
    expect(files()).toEqual([])
  })

  test('is refused where it is a link', () => {
    fs.mkdirSync(path.join(folder, '..', 'elsewhere'))
    fs.symlinkSync('elsewhere', folder)
    expect(thrown(open)).toMatchObject({ message: expect.stringContaining('it is a link') })
  })

  onUnix("is refused where it is another user's", () => {
    open()
    const uid = process.getuid()
    const asking = jest.spyOn(process, 'getuid').mockReturnValue(uid + 1)
    expect(() => read()).toThrow('it belongs to another user')
    asking.mockRestore()
  })
})

describe('the file', () => {
  test('goes when a worker ends in good order with nothing open', () => {
    const ledger = open()
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    ledger.ended({ messageId: messageOf(1), how: 'event' })
    ledger.close()
    ledger.close()
    expect(files()).toEqual([])
  })

  test('stays where something is left, and its run is over though its process is not', () => {
    const ledger = open()
    ledger.sent({ guest: 'g1' })
    expect(read().unknown).toBe(1)
    ledger.tracked({ conversationId: idOf(1) })
    ledger.close()
    expect(files()).toHaveLength(1)
    expect(read().open).toMatchObject([{ conversationId: idOf(1), life: 'over' }])
  })

  test("is its owner's alone, in a folder that git passes over", () => {
    const ledger = open()
    const modeOf = (file) => (fs.statSync(file).mode & 0o777).toString(8)
    expect([modeOf(folder), modeOf(ledger.path), modeOf(path.join(folder, '.gitignore'))]).toEqual(['700', '600', '600'])
    expect(fs.readFileSync(path.join(folder, '.gitignore'), 'utf8')).toBe('*\n')
  })

  test('has a name of its own for each worker, shard and run', () => {
    for (const _ of Array(20)) open()
    expect(new Set(files()).size).toBe(20)
  })

  test('lies where the environment says, or below the working directory', () => {
    const { folderOf } = require('../build/ledger/folder')
    expect(folderOf(undefined, { PLAYWRIGHT_GENESYS_LEDGER: '/elsewhere' })).toBe('/elsewhere')
    expect(folderOf(undefined, {})).toBe(path.resolve('.playwright-genesys', 'ledger'))
    expect(folderOf('/mine', { PLAYWRIGHT_GENESYS_LEDGER: '/elsewhere' })).toBe('/mine')
  })

  test('that cannot be made is said at once', () => {
    fs.writeFileSync(folder, 'in the way')
    expect(thrown(open)).toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('PLAYWRIGHT_GENESYS_LEDGER') })
    fs.rmSync(folder)
    expect(thrown(() => open({ run: 'the guest says hello' }))).toMatchObject({ code: 'INVALID_INPUT' })
    expect(thrown(() => open({ org: {} }))).toMatchObject({ code: 'INVALID_INPUT' })
  })

  test.each([
    [{ region: 'eu-west-1' }, 'api.mypurecloud.ie'],
    [{ region: 'usw2.pure.cloud' }, 'api.usw2.pure.cloud'],
    [{ region: 'eu-west-1', apiUrl: 'https://gateway.example/genesys' }, 'gateway.example'],
    [{ host: 'API.Example' }, 'api.example'],
  ])('names the org %j by its host %s', (org, host) => {
    open({ org }).tracked({ conversationId: idOf(1) })
    expect(read().open[0].org).toBe(host)
  })
})

describe('reading', () => {
  function crashed() {
    const ledger = open()
    ledger.opened({ guest: 'g1', messageId: messageOf(1) })
    crash(ledger.path)
    return ledger.path
  }

  test('a folder that is not there is an empty ledger', () => {
    expect(read()).toEqual({ open: [], unknown: 0, damaged: 0, foreign: 0 })
  })

  test('a torn last line loses that line alone', () => {
    const file = crashed()
    fs.appendFileSync(file, `{"type":"opened","at":1,"guest":"g1","messageId":"${messageOf(2).slice(0, 9)}`)
    expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)], life: 'over' }], damaged: 1 })
  })

  test('a record after a torn line is read', () => {
    const { LedgerFile } = require('../build/ledger/file')
    const file = crashed()
    fs.appendFileSync(file, '{"type":"ope')
    const again = LedgerFile.open(file)
    again.append({ type: 'done', at: 1, messageIds: [messageOf(1)], how: 'reaped' })
    again.close()
    expect(read()).toMatchObject({ open: [], damaged: 1 })
  })

  test('a file that ends after any byte of it loses at most its last line', () => {
    const ledger = open()
    for (const number of [1, 2, 3]) ledger.opened({ guest: 'g1', messageId: messageOf(number) })
    crash(ledger.path)
    const whole = fs.readFileSync(ledger.path, 'utf8')
    const headerEnds = whole.indexOf('\n')
    for (let length = headerEnds; length < whole.length; length++) {
      fs.writeFileSync(ledger.path, whole.slice(0, length))
      const complete = whole.slice(headerEnds + 1, length + 1).split('\n').length - 1
      expect(read().open.flatMap(({ messageIds }) => messageIds)).toEqual([1, 2, 3].slice(0, complete).map(messageOf))
    }
  })

  test('no line whatever breaks the reading', () => {
    const file = crashed()
    const own = fs.readFileSync(file, 'utf8')
    const field = fc.constantFrom('type', 'at', 'guest', 'messageId', 'messageIds', 'conversationId', 'how', 'run', '__proto__')
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('done', 'ended', 'resolved', 'tracked', 'over', 'run'))
    const line = fc.oneof(fc.string(), fc.json(), fc.dictionary(field, value).map((record) => JSON.stringify(record)))
    fc.assert(fc.property(fc.array(line), (lines) => {
      fs.writeFileSync(file, `${own}${lines.join('\n')}\n`)
      expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)], org: '127.0.0.1:4711' }], foreign: 0 })
    }), { numRuns: 300, seed: 1 })
  })

  test.each([
    ['no JSON', 'hello'],
    ['an array', '[1]'],
    ['null', 'null'],
    ['a number', '5'],
    ['an unknown type', '{"type":"close-everything","at":1}'],
    ['a type of the prototype', '{"type":"constructor","at":1}'],
    ['__proto__', `{"__proto__":{"type":"tracked","at":1,"conversationId":"${idOf(7)}"}}`],
    ['a time that is none', `{"type":"tracked","at":"now","conversationId":"${idOf(7)}"}`],
    ['a path for an id', '{"type":"tracked","at":1,"conversationId":"../../x"}'],
    ['a list for an id', `{"type":"tracked","at":1,"conversationId":["${idOf(7)}"]}`],
    ['a list in an id list', `{"type":"done","at":1,"messageIds":[["${messageOf(1)}"]]}`],
    ['a very long line', `{"type":"tracked","at":1,"conversationId":"${idOf(7)}","more":"${'x'.repeat(5000)}"}`],
    ['a second header', '{"type":"run","v":1,"at":1,"run":"r","worker":0,"org":"other","pid":1,"host":"h"}'],
  ])('%s as a line is counted and changes nothing', (_name, line) => {
    fs.appendFileSync(crashed(), `${line}\n`)
    expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)], org: '127.0.0.1:4711' }], damaged: 1 })
    expect(read().open).toHaveLength(1)
  })

  test('fields that are not known are not taken over', () => {
    fs.appendFileSync(crashed(), `{"type":"tracked","at":1,"conversationId":"${idOf(7)}","org":"other","run":"x"}\n`)
    expect(read().open[0]).toEqual({ conversationId: idOf(7), messageIds: [], at: 1, run: 'run-1', worker: 2, org: '127.0.0.1:4711', life: 'over' })
  })

  test.each([
    ['an empty file', ''],
    ['a text', 'hello\nworld\n'],
    ['a newer version', '{"type":"run","v":2,"at":1,"run":"r","worker":0,"org":"o","pid":1,"host":"h"}\n'],
    ['a ledger without its header', `{"type":"tracked","at":1,"conversationId":"${idOf(7)}"}\n`],
  ])('%s is a foreign file and left alone', (_name, text) => {
    crashed()
    fs.writeFileSync(path.join(folder, 'other.jsonl'), text)
    expect(read()).toMatchObject({ open: [{ messageIds: [messageOf(1)] }], foreign: 1 })
    expect(fs.readFileSync(path.join(folder, 'other.jsonl'), 'utf8')).toBe(text)
  })

  test('links, folders and copies are no files of the ledger, and are counted', () => {
    const file = crashed()
    fs.renameSync(file, path.join(folder, '..', 'outside'))
    fs.symlinkSync(path.join(folder, '..', 'outside'), path.join(folder, 'link.jsonl'))
    fs.mkdirSync(path.join(folder, 'folder.jsonl'))
    fs.writeFileSync(path.join(folder, 'copy.jsonl.bak'), '')
    fs.writeFileSync(path.join(folder, 'notes.txt'), '')
    expect(read()).toEqual({ open: [], unknown: 0, damaged: 0, foreign: 3 })
  })
})

test('a record is written with its own fields alone', () => {
  const { lineOf } = require('../build/ledger/record')
  expect(lineOf(untyped({ type: 'sent', at: 1, guest: 'g1', text: 'hello-canary', run: 'x' }))).toBe('{"type":"sent","at":1,"guest":"g1"}\n')
})

test('no field of the ledger can hold a text or a secret', () => {
  const canaries = ['hello-canary text', 'canary token 7f3a9c', 'canary.jwt/with+chars==']
  for (const canary of canaries) {
    const ledger = open({ guestToken: canary, title: canary, clientSecret: canary, org: { ...ORG, accessToken: canary } })
    const more = { text: canary, token: canary, title: canary, guestToken: canary }
    ledger.sent({ guest: 'g1', ...more })
    ledger.opened({ guest: 'g1', messageId: messageOf(1), ...more })
    ledger.tracked({ conversationId: idOf(1), ...more })
    ledger.resolved({ messageId: messageOf(1), conversationId: idOf(2), ...more })
    ledger.ended({ messageId: messageOf(2), how: 'event', ...more })
    for (const field of ['messageId', 'how']) thrown(() => ledger.ended({ messageId: messageOf(1), how: 'event', [field]: canary }))
  }
  expect(everythingIn(folder)).toContain('"tracked"')
  expect(everythingIn(folder)).not.toContain('canary')
})
