'use strict'

jest.mock('../build/boundary/binding', () => require('./support/fake-binding'))

const { GenesysClient } = require('../build/entries')
const { report, reset, script } = require('./support/fake-binding')
const { rejection } = require('./support/rejection')

const LOOPBACK = { apiUrl: 'http://127.0.0.1:9', loginUrl: 'http://127.0.0.1:9' }
const idOf = (number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const idsUpTo = (count) => Array.from({ length: count }, (_, number) => idOf(number))

let client
beforeEach(() => {
  reset()
  client = new GenesysClient(LOOPBACK)
})

afterEach(() => jest.restoreAllMocks())

const turn = () => new Promise((resolve) => { setImmediate(resolve) })

/** Yields to the event loop until something is so; gives up before Jest does, so that nothing spins on. */
async function until(isSo) {
  const givesUpAt = performance.now() + 4_000
  while (!isSo()) {
    if (performance.now() > givesUpAt) throw new Error(`never so: ${isSo}`)
    await turn()
  }
}

test('no ids at all is a report of zeros', async () => {
  expect(await client.closeConversations([])).toMatchObject({ closed: 0, alreadyClosed: 0, failedTotal: 0, failed: [], requests: 0 })
})

test('counts closed, already closed and failed, and never stops at a failure', async () => {
  script.onClose = async ({ id }) => {
    const number = Number(id.slice(-3))
    if (number % 3 === 0) return { error: { code: 'FORBIDDEN', message: 'no', report: { requests: 2 } } }
    return { ok: report(id, number % 3 === 1 ? {} : { outcome: 'already-closed', requests: 1 }) }
  }
  const result = await client.closeConversations(new Set(idsUpTo(30)), { wrapUp: 'Resolved', timeoutMs: 50 })
  expect(result).toMatchObject({ closed: 10, alreadyClosed: 10, failedTotal: 10, requests: 10 * 3 + 10 * 1 + 10 * 2 })
  expect(result.failed.map(({ error }) => error.code)).toEqual(Array(10).fill('FORBIDDEN'))
  expect(script.calls[7].options).toEqual({ strategy: 'auto', wrapUp: { name: 'Resolved' }, timeoutMs: 50 })
})

test('what is no id is one failure among the others, named as it came', async () => {
  const failed = []
  const result = await client.closeConversations(['nonsense', idOf(1), 5], { onFailed: (failure) => failed.push(failure) })
  expect(result).toMatchObject({ closed: 1, failedTotal: 2 })
  expect(failed.map(({ conversationId, error }) => [conversationId, error.code])).toEqual([['nonsense', 'INVALID_INPUT'], [5, 'INVALID_INPUT']])
  expect(failed[0].error.stack).toContain('close-many.test.js')
})

test('at most a hundred failures are kept; onFailed sees each', async () => {
  script.onClose = async () => ({ error: { code: 'UNAVAILABLE', message: 'down' } })
  let seen = 0
  const result = await client.closeConversations(idsUpTo(250), { onFailed: () => { seen += 1 } })
  expect(result.failedTotal).toBe(250)
  expect(result.failed).toHaveLength(100)
  expect(seen).toBe(250)
})

test.each([[1], [3], [undefined]])('no more than concurrency (%s) run at a time, and no id is read ahead', async (concurrency) => {
  const limit = concurrency ?? 8
  let pulled = 0
  let finished = 0
  let most = 0
  async function* ids() {
    for (const id of idsUpTo(40)) {
      pulled += 1
      most = Math.max(most, pulled - finished)
      yield id
    }
  }
  script.onClose = async ({ id }) => {
    await turn()
    finished += 1
    return { ok: report(id) }
  }
  const result = await client.closeConversations(ids(), { concurrency })
  expect(result.closed).toBe(40)
  expect(most).toBe(limit)
})

test('progress comes at most 20 times a second, and with the last', async () => {
  const seen = []
  script.onClose = async ({ id }) => {
    await turn()
    return { ok: report(id) }
  }
  await client.closeConversations(idsUpTo(3000), { onProgress: (progress) => seen.push({ ...progress, when: performance.now() }) })
  expect(seen.at(-1)).toMatchObject({ done: 3000, closed: 3000, alreadyClosed: 0, failed: 0, total: 3000 })
  const inOneSecond = seen.map(({ when }) => seen.filter((other) => other.when >= when && other.when < when + 1000).length)
  expect(Math.max(...inOneSecond)).toBeLessThanOrEqual(20)
  expect(seen.length).toBeLessThan(3000)
  expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b))
})

test('ids that do not say how many they are have no total', async () => {
  const seen = []
  await client.closeConversations((function* () { yield idOf(1) })(), { onProgress: (progress) => seen.push(progress) })
  expect(seen).toEqual([{ done: 1, closed: 1, alreadyClosed: 0, agentsEnded: 0, failed: 0, conversationId: idOf(1) }])
})

test('a signal stops all: what runs, what waits, and an iterator that never answers', async () => {
  const controller = new AbortController()
  let returned = false
  const ids = {
    sent: 0,
    [Symbol.asyncIterator]() { return this },
    next() {
      this.sent += 1
      return this.sent > 2 ? new Promise(() => {}) : Promise.resolve({ done: false, value: idOf(this.sent) })
    },
    return() {
      returned = true
      return Promise.resolve({ done: true })
    },
  }
  script.onClose = ({ id }) => (id === idOf(1) ? Promise.resolve({ ok: report(id) }) : new Promise(() => {}))
  const failed = []
  const options = { signal: controller.signal, onFailed: (failure) => failed.push(failure) }
  const closing = rejection(() => client.closeConversations(ids, options))
  await until(() => ids.sent === 3)
  controller.abort('enough')
  const error = await closing
  expect(error).toMatchObject({ name: 'AbortError', code: 'ABORTED', cause: 'enough', effect: 'done' })
  expect(error.message).toBe('ABORTED: The call was aborted after 1 closed, 0 already closed, 0 failed.')
  expect(returned).toBe(true)
  expect(failed).toEqual([])
})

test.each([['what is no id', 'no id'], ['one id again and again', idOf(1)]])('a signal stops a source of %s, which has no end', async (_what, id) => {
  const controller = new AbortController()
  const most = 500_000
  let taken = 0
  setImmediate(() => controller.abort('enough'))
  const ids = (function* () { while (taken++ < most) yield id })()
  expect(await rejection(() => client.closeConversations(ids, { signal: controller.signal }))).toMatchObject({ code: 'ABORTED', cause: 'enough' })
  expect(taken).toBeLessThan(most)
})

test.each([Symbol.asyncIterator, Symbol.iterator, 'length', 'size'])('ids whose %p throws when it is read are not acceptable', async (name) => {
  const cause = new Error('no')
  const ids = { *[Symbol.iterator]() { yield idOf(1) } }
  Object.defineProperty(ids, name, { get() { throw cause } })
  expect(await rejection(() => client.closeConversations(ids))).toMatchObject({ code: 'INVALID_INPUT', cause, message: expect.stringContaining('ids is not acceptable') })
})

test.each([['an array', (ids) => ids], ['a set', (ids) => new Set(ids)]])('of %s the total is how many are done, of one id in two spellings as of what is none', async (_what, made) => {
  const seen = []
  const id = idOf(1).replace('4000', 'abcd')
  await client.closeConversations(made([id, id.toUpperCase(), 'x', 'x', 5, 5]), { onProgress: (progress) => seen.push(progress) })
  expect(seen.at(-1).done).toBe(seen.at(-1).total)
})

test('disposing stops all', async () => {
  script.onClose = () => new Promise(() => {})
  const closing = rejection(() => client.closeConversations(idsUpTo(20)))
  await until(() => script.calls.length === 8)
  await client.dispose()
  expect(await closing).toMatchObject({ code: 'ABORTED' })
  expect(script.calls).toHaveLength(8)
})

test('ids that cannot be read on are an error with the cause; what was begun is ended first', async () => {
  const cause = new Error('the file is gone')
  async function* ids() {
    yield idOf(1)
    throw cause
  }
  const error = await rejection(() => client.closeConversations(ids()))
  expect(error).toMatchObject({ code: 'INVALID_INPUT', cause, effect: 'done' })
  expect(error.message).toContain('1 closed')
})

test.each([[5], ['text'], [null], [undefined], [true]])('a step of the iterator that is %p and no object ends the reading', async (step) => {
  const ids = { pulls: 0, [Symbol.iterator]() { return this }, next() { return this.pulls++ === 0 ? { value: idOf(1) } : step } }
  const error = await rejection(() => client.closeConversations(ids, { concurrency: 1 }))
  expect(error).toMatchObject({ code: 'INVALID_INPUT', effect: 'done', cause: expect.any(TypeError) })
  expect(ids.pulls).toBe(2)
})

test.each([[Symbol.iterator], [Symbol.asyncIterator]])('ids whose %p throws are an error with the cause', async (symbol) => {
  const cause = new Error('closed already')
  const error = await rejection(() => client.closeConversations({ [symbol]() { throw cause } }))
  expect(error).toMatchObject({ name: 'GenesysError', code: 'INVALID_INPUT', effect: 'none', cause, operation: 'closeConversations' })
})

describe('what a broken reading says of its effect', () => {
  const cause = new Error('the file is gone')
  function* throwingAfter(...ids) {
    yield* ids
    throw cause
  }
  const effectOf = async (ids) => (await rejection(() => client.closeConversations(ids, { concurrency: 1 }))).effect

  test('none, where no close was begun', async () => {
    expect(await effectOf(throwingAfter())).toBe('none')
  })

  test('none, where nothing was written', async () => {
    script.onClose = async ({ id }) => ({ ok: report(id, { outcome: 'already-closed', strategy: 'none' }) })
    expect(await effectOf(throwingAfter('nonsense', idOf(1)))).toBe('none')
  })

  test('unknown, where a write was not seen through', async () => {
    script.onClose = async () => ({ error: { code: 'UNAVAILABLE', message: 'down', effect: 'unknown' } })
    expect(await effectOf(throwingAfter(idOf(1)))).toBe('unknown')
  })
})

test('a callback that throws does not disturb', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})
  const result = await client.closeConversations([idOf(1)], { onProgress: () => { throw new Error('in the callback') } })
  expect(result.closed).toBe(1)
  expect(warn.mock.calls.map(([message]) => message)).toEqual(['onProgress threw an exception; the call goes on.'])
})
