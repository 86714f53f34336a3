'use strict'

const net = require('node:net')

/** A line before the simulator that counts the connections which stand on it. */
async function lineBefore(simulator) {
  const { hostname, port } = new URL(simulator.url)
  const open = new Set()
  const server = net.createServer((client) => {
    const behind = net.connect({ host: hostname, port: Number(port) })
    const pair = { client, behind }
    open.add(pair)
    const end = () => {
      open.delete(pair)
      client.destroy()
      behind.destroy()
    }
    for (const socket of [client, behind]) socket.on('error', end).on('close', end)
    client.pipe(behind).pipe(client)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  const stop = () => {
    for (const { client } of open) client.destroy()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url, open: () => open.size, stop }
}

module.exports = { lineBefore }
