'use strict'

// Starts one simulator in a process that has imported the package, and says how long that took.

const net = require('node:net')
const { Simulator } = require('./product')

/** The first line of an answer over a bare socket: what a client's own start takes is no part of the simulator's. */
function firstAnswer({ hostname, port, host }) {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port, noDelay: true })
    socket.once('data', (answer) => {
      socket.destroy()
      resolve(answer.toString('latin1').split('\r\n', 1)[0])
    })
    socket.once('error', reject)
    socket.once('end', () => reject(new Error('The simulator ended the connection without an answer.')))
    socket.write(`GET /api/v2/tokens/me HTTP/1.1\r\nhost: ${host}\r\n\r\n`)
  })
}

/** The first socket of a process takes some milliseconds of its own, whoever answers. */
async function warmUp() {
  const plain = net.createServer((socket) => { socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\n\r\n')) })
  await new Promise((resolve) => { plain.listen(0, '127.0.0.1', () => resolve(undefined)) })
  const { port } = /** @type {net.AddressInfo} */ (plain.address())
  await firstAnswer(new URL(`http://127.0.0.1:${port}`))
  plain.close()
}

async function start() {
  await warmUp()
  const began = performance.now()
  const simulator = await Simulator.start()
  const ms = performance.now() - began
  // A port that is bound and not served would be no start.
  const line = await firstAnswer(new URL(simulator.url))
  const answeredMs = performance.now() - began
  if (line !== 'HTTP/1.1 401 Unauthorized') throw new Error(`Without a token it answered: ${line}`)
  process.stdout.write(JSON.stringify({ ms, answeredMs }))
  await simulator.stop()
}

start()
