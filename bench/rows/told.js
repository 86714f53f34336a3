'use strict'

const { figure, ratio } = require('../figure')
const { guestRounds, milliseconds } = require('../guests')

/** As it stands in the frame that ends a conversation for its guest. */
const CLOSING = '"Disconnect"'

/** The agent leaves; how long after the closing frame has passed the tap `closed()` resolves. */
async function round(server, guest, conversationId) {
  await guest.ask('closed')
  await server.ask('watch', { toClient: [CLOSING] })
  await server.ask('leave', { conversationId })
  const resolved = await guest.ask('done')
  const seen = await server.ask('seen')
  return milliseconds(seen[CLOSING], resolved)
}

async function measure({ guests }) {
  const { product, ws } = await guestRounds(guests, round)
  return [
    figure({ name: 'frame → closed() resolves, p50', unit: 'ms', values: product, peers: { ws }, must: { below: 1 } }),
    ratio({ name: 'over the script', over: product, under: ws, must: { atMost: 1.3 }, note: 'the frame is read by a thread of its own, which wakes JavaScript\'s: a script has one thread less to wake' }),
    figure({ name: 'frame → closed() resolves, p99', unit: 'ms', of: 'p99', values: product, peers: { ws } }),
  ]
}

module.exports = { measure }
