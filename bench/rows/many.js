'use strict'

const { figure, ratio } = require('../figure')
const { PEERS } = require('../org')
const { manyCloses } = require('../ten-thousand')

const MIB = 1024 * 1024
/** Looks that came too early, in one close of twenty at most, are no growth. */
const NOISE = 0.05
const MANY = 10_000

const perCpuSecond = ({ count, cpuMs }) => count / (cpuMs / 1000)

function ofCount(index, batches) {
  const { count } = batches.product[index]
  const rates = Object.fromEntries(PEERS.map((peer) => [peer, [perCpuSecond(batches[peer][index])]]))
  const { product, ...peers } = rates
  return [
    figure({ name: `closes per CPU second, ${count.toLocaleString('en')}`, unit: '/s', values: product, peers }),
    ratio({ name: `over the SDK, ${count.toLocaleString('en')}`, over: product, under: peers.sdk, must: { atLeast: count < MANY ? 3 : 6 } }),
  ]
}

async function measure({ many }) {
  const batches = {}
  for (const peer of PEERS) batches[peer] = await manyCloses(peer, many)
  const growth = (peer, of = 'rss') => (batches[peer].at(-1)[of] - batches[peer][0][of]) / MIB
  const requests = (peer, at) => [batches[peer].at(at).requests]
  const [sdk, fetch] = ['sdk', 'fetch']
  return [
    ...many.flatMap((_count, index) => ofCount(index, batches)),
    figure({ name: 'resident memory grows by', unit: 'MiB', values: [growth('product')], peers: { sdk: [growth(sdk)], fetch: [growth(fetch)] }, must: { below: 16 } }),
    figure({ name: 'of it what V8 keeps for its heap', unit: 'MiB', values: [growth('product', 'heapTotal')], peers: { sdk: [growth(sdk, 'heapTotal')], fetch: [growth(fetch, 'heapTotal')] } }),
    figure({ name: 'of it what lives in the heap', unit: 'MiB', values: [growth('product', 'heapUsed')], peers: { sdk: [growth(sdk, 'heapUsed')], fetch: [growth(fetch, 'heapUsed')] } }),
    figure({ name: 'requests per close, the first batch', unit: '', values: requests('product', 0), peers: { sdk: requests(sdk, 0), fetch: requests(fetch, 0) } }),
    figure({
      name: 'requests per close, the last batch', unit: '', values: requests('product', -1), peers: { sdk: requests(sdk, -1), fetch: requests(fetch, -1) },
      must: { atMost: batches.product[0].requests + NOISE },
    }),
    figure({ name: 'closes per second of wall time', unit: '/s', values: batches.product.slice(-1).map(perWallSecond), peers: { sdk: batches.sdk.slice(-1).map(perWallSecond), fetch: batches.fetch.slice(-1).map(perWallSecond) }, note: 'the simulator and the closer share the machine' }),
  ]
}

const perWallSecond = ({ count, wallMs }) => count / (wallMs / 1000)

module.exports = { measure }
