'use strict'

const { setTimeout: sleep } = require('node:timers/promises')

const TERMINAL = ['disconnected', 'terminated']
/** What a poll costs where the first one came too early. */
const POLL_AGAIN_MS = 50

const hasEnded = ({ participants }) => participants.every(({ state }) => TERMINAL.includes(state))

/**
 * The close by the book, over any HTTP client: read, the participant's wrap-up codes, PATCH with the
 * code, poll until everybody has left. `pollAfterMs`: the peers are told how long the org takes to
 * settle, which nobody knows of a real one, so that their first poll comes neither early nor late.
 */
async function closeByTheBook({ read, codes, patch }, id, { wrapUp, pollAfterMs }) {
  const agent = await agentOf(read, id)
  const code = (await codes(id, agent)).find(({ name }) => name === wrapUp)
  await writeAndPoll({ read, patch }, id, { agent, code: code.id, pollAfterMs })
}

async function agentOf(read, id) {
  return (await read(id)).participants.find(({ purpose, state }) => purpose === 'agent' && state === 'connected').id
}

async function writeAndPoll({ read, patch }, id, { agent, code, pollAfterMs }) {
  await patch(id, agent, { state: 'disconnected', wrapup: { code } })
  if (pollAfterMs > 0) await sleep(pollAfterMs)
  while (!hasEnded(await read(id))) await sleep(POLL_AGAIN_MS)
}

/** Many closes in so many lanes. */
async function inLanes(ids, lanes, closeOne) {
  const left = ids[Symbol.iterator]()
  const lane = async () => { for (const id of left) await closeOne(id) }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** What a peer offers, from its three requests. */
function peerOf(requests, { pollAfterMs }) {
  const close = (id, wrapUp) => closeByTheBook(requests, id, { wrapUp, pollAfterMs })
  return {
    close,
    closeMany: (ids, { concurrency, wrapUp }) => inLanes(ids, concurrency, (id) => close(id, wrapUp)),
    dispose: () => {},
  }
}

module.exports = { agentOf, peerOf, writeAndPoll }
