'use strict'

// Ledger files: what is damaged is counted and never believed; only ids of whole lines come out; reading never fails.

const assert = require('node:assert/strict')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { Ledger } = require('../../../build/ledger')
const { mutated, mutatedText } = require('../mutate')

const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const UUID = new RegExp(`^${ID}$`, 'i')
const MESSAGE = new RegExp(`^(?:[0-9a-f]{32}|${ID})$`, 'i')
const SHORT = /^[\w.:-]{1,100}$/
const KEYS = ['at', 'conversationId', 'deploymentId', 'life', 'messageIds', 'org', 'run', 'worker']

const uuid = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const message = (number) => String(number).padStart(32, 'a')
const HEADER = { type: 'run', v: 1, at: 1, run: 'run-1', worker: 0, org: '127.0.0.1:4711', pid: 1, host: 'elsewhere' }
const LINES = [
  { type: 'sent', at: 2, guest: 'g1' },
  { type: 'opened', at: 3, guest: 'g1', messageId: message(1) },
  { type: 'opened', at: 3, guest: 'g2', messageId: message(2), own: false },
  { type: 'tracked', at: 4, conversationId: uuid(1) },
  { type: 'resolved', at: 5, messageId: message(1), conversationId: uuid(1) },
  { type: 'ended', at: 6, guest: 'g2', how: 'closed' },
  { type: 'done', at: 7, messageIds: [message(1)], how: 'reaped' },
  { type: 'over', at: 8 },
  { ...HEADER, deploymentId: uuid(9), machine: 'a'.repeat(32), boot: uuid(8), space: '1', started: '5' },
]
const seeds = [
  [HEADER, ...LINES.slice(0, 5)],
  [HEADER, LINES[1], LINES[4], LINES[5]],
  [HEADER, LINES[1], LINES[3], LINES[6], LINES[7]],
  [LINES[8], LINES[2], LINES[0]],
  [LINES[1], HEADER],
].map((lines) => lines.map((line) => JSON.stringify(line)).join('\n'))

const short = (value) => typeof value === 'string' && SHORT.test(value)
const id = (pattern) => (value) => typeof value === 'string' && pattern.test(value)
const optional = (fits) => (value) => value === undefined || fits(value)
const list = (fits) => (value) => Array.isArray(value) && value.every(fits)
const [isUuid, isMessage] = [id(UUID), id(MESSAGE)]

/** Which fields make a line whole, worked out without the code under test. */
const WHOLE = {
  sent: { guest: short },
  opened: { guest: short, messageId: isMessage, own: optional((value) => value === false) },
  tracked: { conversationId: isUuid },
  resolved: { messageId: isMessage, conversationId: isUuid },
  ended: { conversationId: optional(isUuid), messageId: optional(isMessage), guest: optional(short), how: optional(short) },
  done: { conversationId: optional(isUuid), messageIds: optional(list(isMessage)), guest: optional(short), how: optional(short) },
  over: {},
}

function wholeLine(line) {
  try {
    const value = JSON.parse(line)
    const fields = Object.hasOwn(WHOLE, value.type) && WHOLE[value.type]
    const isWhole = fields && line.length <= 4096 && Number.isSafeInteger(value.at) && value.at >= 0
    if (!isWhole || !Object.entries(fields).every(([name, fits]) => fits(value[name]))) return undefined
    return Object.fromEntries(Object.keys(fields).map((name) => [name, value[name]]))
  } catch {
    return undefined
  }
}

/** In memory where that can be had: a disk would be most of the work. */
const MEMORY = '/dev/shm'
const folder = fs.mkdtempSync(path.join(fs.existsSync(MEMORY) ? MEMORY : os.tmpdir(), 'playwright-genesys-fuzz-'))
process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

function hold(text) {
  fs.writeFileSync(path.join(folder, 'run.jsonl'), text)
  const { open, unknown, damaged, foreign } = Ledger.read(folder)
  for (const count of [unknown, damaged, foreign]) assert(Number.isSafeInteger(count) && count >= 0)
  const [, ...rest] = fs.readFileSync(path.join(folder, 'run.jsonl'), 'utf8').split('\n').filter((line) => line.trim() !== '')
  const whole = rest.map(wholeLine).filter(Boolean)
  const isWrittenAgain = (line, index) => /^\{"type":"\w+","at":\d+,/.test(line) && wholeLine(line) === undefined && rest[index + 1]?.startsWith(line)
  if (foreign === 1) assert.equal(open.length + unknown + damaged, 0, 'a file of somebody else is believed')
  else assert.equal(damaged, rest.filter((line, index) => wholeLine(line) === undefined && !isWrittenAgain(line, index)).length, 'damaged lines are counted')
  const named = new Set(whole.flatMap(({ messageId, messageIds = [], conversationId }) => [messageId, ...messageIds, conversationId]))
  for (const entry of open) {
    assert(Object.keys(entry).every((key) => KEYS.includes(key)), 'a field that no entry has')
    const ids = [...entry.messageIds, ...(entry.conversationId === undefined ? [] : [entry.conversationId])]
    assert(ids.length > 0 && ids.every((each) => isMessage(each) && named.has(each)), 'an id that no whole line has')
    assert(short(entry.run) && ['alive', 'over', 'elsewhere'].includes(entry.life))
  }
}

function parsed(line) {
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

function mutate(text, random) {
  const lines = text.split('\n')
  for (let times = 1 + random.below(3); times > 0; times--) {
    const place = random.below(lines.length)
    const value = parsed(lines[place] ?? '')
    const changed = mutated(value, random, { corpus: [...LINES, HEADER, message(3), uuid(3)], names: ['type', 'at', 'guest', 'messageId', 'messageIds', 'conversationId', 'v', 'constructor', '__proto__'] })
    const ways = [
      () => { lines[place] = typeof changed === 'string' ? changed : JSON.stringify(changed) ?? '' },
      () => { lines[place] = mutatedText(lines[place] ?? '', random) },
      () => { lines.splice(place, 1) },
      () => { lines.splice(place, 0, JSON.stringify(random.pick(LINES))) },
    ]
    random.pick(ways)()
  }
  return lines.slice(0, 60).join('\n').slice(0, 20_000)
}

module.exports = { name: 'ledger', covers: /\/build\/ledger\//, seeds, mutate, hold }
