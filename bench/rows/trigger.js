'use strict'

const { figure } = require('../figure')
const { checkQuiet, guestRounds, milliseconds } = require('../guests')
const { WRAP_UP } = require('../org')

const READ = 'GET /api/v2/conversations/'
const WRITE = 'PATCH /api/v2/conversations/'

/** The agent says the word; how long after that frame the close's first request, and its write, pass the tap: armed, they are one. */
async function round(server, guest, conversationId, number) {
  const word = `END-NOW-${number}-`
  await guest.ask('closeWhen', { text: word, wrapUp: WRAP_UP })
  await guest.ask('ready')
  const polled = await checkQuiet(server)
  await server.ask('watch', { toClient: [word], toServer: [READ, WRITE] })
  await server.ask('say', { conversationId, text: word })
  await guest.ask('done')
  const seen = await server.ask('seen')
  const first = [seen[READ], seen[WRITE]].reduce((a, b) => (a < b ? a : b))
  return { first: milliseconds(seen[word], first), write: milliseconds(seen[word], seen[WRITE]), polled }
}

async function measure({ guests }) {
  const { product, ws } = await guestRounds(guests, round)
  const of = (name) => ({ values: product.map((each) => each[name]), peers: { ws: ws.map((each) => each[name]) } })
  return [
    figure({ name: 'frame → first request, p50', unit: 'ms', ...of('first'), must: { below: 1 } }),
    figure({ name: 'frame → first request, p99', unit: 'ms', of: 'p99', ...of('first'), must: { below: 5 } }),
    figure({ name: 'frame → the write (a script: two answered reads later)', unit: 'ms', ...of('write') }),
    figure({ name: 'waits in which a guest sent anything', unit: '', of: 'max', ...of('polled'), must: { atMost: 0 } }),
  ]
}

module.exports = { measure }
