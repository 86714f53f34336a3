'use strict'

// An org that shares no line with the simulator: `node __tests__/chaos/org --port 0` runs it by itself.

const { parseArgs } = require('node:util')
const { Notifications } = require('./notifications')
const { serve } = require('./server')
const { World } = require('./world')

/** Starts one; `connection` is what a client of it needs. */
async function startOrg({ port = 0 } = {}) {
  const world = new World()
  const org = { world, notifications: new Notifications(world) }
  const served = await serve(org, port)
  const url = `http://127.0.0.1:${served.port}`
  const connection = {
    apiUrl: url, loginUrl: url, guestUrl: `ws://127.0.0.1:${served.port}`, configUrl: url,
    clientId: world.client.id, clientSecret: world.client.secret, requestsPerMinute: /** @type {const} */ ('unlimited'),
  }
  const stop = async () => { world.stop(); await served.stop() }
  return Object.assign(org, { url, connection, stop })
}

async function main() {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } })
  const { url, connection, world } = await startOrg({ port: Number(values.port) })
  const deployments = Object.fromEntries([...world.deployments].map(([id, mode]) => [mode, id]))
  console.log(JSON.stringify({ url, connection, deployments }))
}

if (require.main === module) main()

module.exports = { startOrg }
