'use strict'

const { UNUSABLE, askGuest } = require('../build/client/testimony')

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
