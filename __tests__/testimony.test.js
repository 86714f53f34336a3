'use strict'

const { pause } = require('../build/boundary/time')
const { UNUSABLE, askGuest } = require('../build/client/testimony')
const { Witness } = require('../build/guest/witness')

const TESTIMONY = { wire: { saw: 'open', detail: 'no closing frame' } }
const signal = new AbortController().signal

const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value))

/** The process gets no time, as on a machine that is busy with something else. */
function standStill(ms) {
  const end = Date.now() + ms
  while (Date.now() < end);
}

test('a guest that answers a little after its deadline is heard', async () => {
  const testify = async ({ timeoutMs }) => after(timeoutMs + 100, TESTIMONY)
  expect(await askGuest({ testify }, { timeoutMs: 20, signal })).toEqual(TESTIMONY)
})

test('the same where the process stood still just then', async () => {
  const testify = async ({ timeoutMs }) => {
    setTimeout(standStill, timeoutMs - 10, 600)
    await after(timeoutMs)
    return after(150, TESTIMONY)
  }
  expect(await askGuest({ testify }, { timeoutMs: 50, signal })).toEqual(TESTIMONY)
})

test('a guest that never answers has said nothing, and its answer is not waited for', async () => {
  const testify = () => new Promise(() => {})
  expect(await askGuest({ testify }, { timeoutMs: 20, signal })).toEqual({ wire: { saw: 'nothing', detail: UNUSABLE } })
})

test('an end that is taken back while the guest is asked is not its last word', async () => {
  let [closure, saw] = [{ kind: 'told', at: 1, by: 'frame' }, 'open']
  const source = { take: () => [], closure: () => closure, over: () => undefined, session: () => 0, messageIds: () => [], testimony: () => ({ saw, detail: '' }) }
  const guest = Reflect.construct(Witness, [{ source, client: () => undefined, timeoutMs: () => 60_000 }])
  let said
  const testimony = guest.testify({}).then((value) => { said = value })
  await pause(1)
  expect(said).toBeUndefined()
  closure = undefined
  guest._drain()
  closure = { kind: 'told', at: 2, by: 'frame' }
  saw = 'closed'
  guest._drain()
  await testimony
  expect(said.wire.saw).toBe('closed')
})
