'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const { plainEnvironment, withChild } = require('../child')
const { figure, ratio } = require('../figure')
const { SETTLE_MS, withOrg } = require('../org')

const STARTER = path.join(__dirname, '..', 'children', 'starter.js')
const LONGEST_MS = 60_000
const LINES = 16
const REQUESTS_OF_A_CLOSE = 4

function started() {
  const env = plainEnvironment()
  return JSON.parse(execFileSync(process.execPath, [STARTER], { encoding: 'utf8', env, timeout: LONGEST_MS }))
}

/** Requests per second of a server's CPU, under the same bytes. */
async function perCpuSecond(server, load, work) {
  const before = await server.ask('cpu')
  const statuses = await load.ask('run', { ...work, lines: LINES })
  const after = await server.ask('cpu')
  const expected = { 200: work.ids.length * (REQUESTS_OF_A_CLOSE - 1), 202: work.ids.length }
  if (JSON.stringify(statuses) !== JSON.stringify(expected)) throw new Error(`Not all were answered as they should: ${JSON.stringify(statuses)}`)
  const cpuSeconds = (after.user - before.user + after.system - before.system) / 1e6
  return (work.ids.length * REQUESTS_OF_A_CLOSE) / cpuSeconds
}

/** One round with both servers, on the same conversations. */
async function round(server, connection, count) {
  await server.ask('reset')
  const ids = await server.ask('open', { count })
  const [sample, accessToken, agents] = [await server.ask('sample', { id: ids[0] }), await server.ask('token'), await server.ask('agents', { ids })]
  const work = { ids, agents, token: accessToken, code: sample.codes[0].id }
  return withChild('load', {}, (load) => withChild('plain-server', {}, async (plain) => {
    const url = await plain.ask('start', { sample, ids, agents, accessToken, settle: SETTLE_MS })
    const own = await perCpuSecond(server, load, { ...work, url: connection.apiUrl })
    return { own, node: await perCpuSecond(plain, load, { ...work, url }) }
  }))
}

async function measure({ starts, load, loads }) {
  const starting = Array.from({ length: starts }, started)
  const rates = await withOrg({}, async (server, connection) => {
    await round(server, connection, Math.ceil(load / 10))
    const rounds = []
    for (let i = 0; i < loads; i++) rounds.push(await round(server, connection, load))
    return rounds
  })
  const [own, node] = [rates.map((rate) => rate.own), rates.map((rate) => rate.node)]
  return [
    figure({ name: 'start', unit: 'ms', values: starting.map(({ ms }) => ms), must: { below: 50 } }),
    figure({ name: 'start → first answer', unit: 'ms', values: starting.map(({ answeredMs }) => answeredMs), must: { atMost: 10 } }),
    figure({ name: 'requests per CPU second', unit: '/s', values: own, peers: { node } }),
    ratio({ name: 'over a plain Node server', over: own, under: node, must: { atLeast: 3 } }),
  ]
}

module.exports = { measure }
