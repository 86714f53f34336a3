'use strict'

const { figure, ratio } = require('../figure')
const { guestRounds, milliseconds } = require('../guests')
const { WRAP_UP, pollAfterMs, withOrg } = require('../org')
const { summary } = require('../statistics')

const WRITE = 'PATCH /api/v2/conversations/'
const WARM_UP = 4
const LATENCIES_MS = [0, 20, 80]
const STALL = { ms: 50, times: 4 }

/** Those that read before they write, as the product does without a plan; and one that does as the product does. */
const PEERS = ['ws', 'sdk']
const BY_HAND = 'by hand'

/** The agent says the word; how long after that frame the write passes the tap, and what the API was asked until the proof. */
const roundWith = ({ isStalled }) => async (server, guest, conversationId, number) => {
  const word = `END-NOW-${number}-`
  await guest.ask('closeWhen', { text: word, wrapUp: WRAP_UP })
  await guest.ask('ready')
  await server.ask('watch', { toClient: [word], toServer: [WRITE] })
  const before = await server.ask('count')
  if (isStalled) await guest.ask('stall', STALL)
  await server.ask('say', { conversationId, text: word })
  await guest.ask('done')
  const [seen, after] = [await server.ask('seen'), await server.ask('count')]
  return { write: milliseconds(seen[word], seen[WRITE]), requests: after.api - before.api }
}

/** The id of the code, as a script would have it in its configuration. */
const codeOf = () => withOrg({}, async (server) => {
  const [id] = await server.ask('open', { count: 1 })
  return (await server.ask('sample', { id })).codes.find(({ name }) => name === WRAP_UP).id
})

async function rounds(count, code, { latencyMs, isStalled = false }) {
  const options = { pollAfterMs: pollAfterMs(latencyMs), code }
  const peers = {
    product: { peer: 'product', isFresh: true },
    ws: { peer: 'ws', way: 'id', ...options },
    sdk: { peer: 'ws', way: 'sdk', ...options },
    [BY_HAND]: { peer: 'ws', way: 'hand', ...options },
  }
  const measured = await guestRounds(count, roundWith({ isStalled }), { peers, warmUp: WARM_UP, org: { latencyMs } })
  const values = (peer, name) => measured[peer].map((each) => each[name])
  const of = (name) => ({ values: values('product', name), peers: Object.fromEntries(PEERS.map((peer) => [peer, values(peer, name)])) })
  return { of, byHand: measured[BY_HAND].map(({ write }) => write) }
}

const WANTED = { 0: 4, 80: 30 }

function figuresAt(latencyMs, { of, byHand }) {
  const { values, peers } = of('write')
  const wanted = WANTED[latencyMs]
  return [
    figure({ name: `payload → the write, answers ${latencyMs} ms away`, unit: 'ms', values, peers: { ...peers, [BY_HAND]: byHand } }),
    ratio({ name: `a script with the code's id takes so many times as long, at ${latencyMs} ms`, over: peers.ws, under: values, ...(wanted && { must: { atLeast: wanted } }) }),
  ]
}

function stalledFigures({ of, byHand }) {
  const { values, peers } = of('write')
  const limit = summary(peers.ws).p99 / 10
  return [figure({ name: `the same at 0 ms while JavaScript stalls ${STALL.ms} ms, p99 (a tenth of the script's)`, unit: 'ms', of: 'p99', values, peers: { ...peers, [BY_HAND]: byHand }, must: { atMost: limit } })]
}

async function measure({ armed }) {
  const code = await codeOf()
  const figures = []
  let requests
  for (const latencyMs of LATENCIES_MS) {
    const measured = await rounds(armed, code, { latencyMs })
    figures.push(...figuresAt(latencyMs, measured))
    requests = measured.of('requests')
  }
  figures.push(...stalledFigures(await rounds(armed, code, { latencyMs: 0, isStalled: true })))
  return [...figures, figure({ name: 'requests from payload to proof', unit: '', ...requests, must: { atMost: 2 } })]
}

module.exports = { measure }
