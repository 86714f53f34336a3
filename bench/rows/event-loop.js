'use strict'

const { figure, ratio } = require('../figure')
const { PEERS } = require('../org')
const { manyCloses } = require('../ten-thousand')

async function measure({ many }) {
  const delays = {}
  for (const peer of PEERS) delays[peer] = (await manyCloses(peer, many)).at(-1).delayMs
  const of = (name, must) => {
    const { product, ...peers } = Object.fromEntries(PEERS.map((peer) => [peer, [delays[peer][name]]]))
    return figure({ name: `${name} delay over ${many.at(-1).toLocaleString('en')} closes`, unit: 'ms', values: product, peers, must })
  }
  const share = ratio({ name: 'the SDK\'s p99 over it', over: [delays.sdk.p99], under: [delays.product.p99], must: { atLeast: 8 } })
  return [of('p50'), of('p99', { below: 5 }), share, of('max')]
}

module.exports = { measure }
