'use strict'

const { withChild } = require('../child')
const { figure } = require('../figure')
const { PEERS, WRAP_UP, checkClosed, pollAfterMs, withClosers, withOrg } = require('../org')

/** What a client learns of an org, it learns in these. */
const WARM_UP = 40

/** Requests to the API for so many closes, by the server's journal. */
async function counted(server, ids, closeOne) {
  let spent = 0
  for (const id of ids) {
    const before = await server.ask('count')
    await closeOne(id)
    spent += (await server.ask('count')).api - before.api
  }
  await checkClosed(server, ids)
  return spent / ids.length
}

async function plain({ closes }) {
  return withOrg({}, (server, connection) => withClosers(PEERS, connection, { pollAfterMs: pollAfterMs(0) }, async (closers) => {
    const spent = {}
    for (const peer of PEERS) {
      const ask = (id) => closers[peer].ask('close', { id, wrapUp: WRAP_UP })
      for (const count of [WARM_UP, closes]) spent[peer] = [await counted(server, await server.ask('open', { count }), ask)]
    }
    return spent
  }))
}

/** The same where something else tells of the end: the guest's own socket, or the org's notifications. */
function told({ closes }, { notifications = undefined, isWitness = undefined }) {
  return withOrg({}, (server, connection) => withChild('guest', {}, async (guest) => {
    await guest.ask('connect', { peer: 'product', connection, notifications })
    let spent
    for (const count of [2, closes]) {
      spent = 0
      for (let i = 0; i < count; i++) {
        const id = await guest.ask('open')
        spent += await counted(server, [id], () => guest.ask('close', { wrapUp: WRAP_UP, isWitness }))
        await guest.ask('leave')
      }
    }
    return [spent / closes]
  }))
}

const TOLD_NOTE = 'not below 3 by design: a frame or an event only says when to look; the closing read stays the proof'

async function measure(scale) {
  const { product, sdk, fetch } = await plain(scale)
  const byFrame = await told(scale, { isWitness: true })
  const byNotification = await told(scale, { notifications: true })
  return [
    figure({ name: 'requests per close', unit: '', values: product, peers: { sdk, fetch }, must: { atMost: 3 } }),
    figure({ name: 'where the guest\'s frame tells', unit: '', values: byFrame, must: { atMost: 2 }, note: TOLD_NOTE }),
    figure({ name: 'where a notification tells', unit: '', values: byNotification, must: { atMost: 2 }, note: TOLD_NOTE }),
  ]
}

module.exports = { measure }
