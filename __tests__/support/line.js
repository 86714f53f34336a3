'use strict'

const net = require('node:net')
const { listening } = require('./listening')

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
  const url = `http://127.0.0.1:${await listening(server)}`
  const stop = () => {
    for (const { client } of open) client.destroy()
    return new Promise((resolve) => server.close(resolve))
  }
  return { url, open: () => open.size, stop }
}

module.exports = { lineBefore }
