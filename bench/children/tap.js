'use strict'

const net = require('node:net')

/** Nanoseconds of the machine's clock since it started: the same in all processes. */
const now = () => process.hrtime.bigint()

/** A loopback way to the org that notes when given bytes pass, and changes nothing. */
class Tap {
  #server
  #marks = {}
  #seen = {}

  static async start({ hostname, port }) {
    const tap = new Tap()
    tap.#server = net.createServer((client) => tap.#join(client, net.connect({ host: hostname, port, noDelay: true })))
    await new Promise((resolve) => { tap.#server.listen(0, '127.0.0.1', resolve) })
    return tap
  }

  get host() {
    return `127.0.0.1:${this.#server.address().port}`
  }

  /** Looks for these bytes from now on; each list of marks by the direction in which they pass. */
  watch({ toClient = [], toServer = [] }) {
    this.#marks = { toClient, toServer }
    this.#seen = {}
  }

  /** When each mark first passed, and how many of the org's own requests did. */
  seen() {
    return this.#seen
  }

  #join(client, server) {
    client.setNoDelay(true)
    const pass = (from, to, direction) => {
      from.on('data', (bytes) => { this.#look(bytes, direction); to.write(bytes) })
      from.on('end', () => to.end())
      from.on('error', () => to.destroy())
    }
    pass(client, server, 'toServer')
    pass(server, client, 'toClient')
  }

  #look(bytes, direction) {
    const at = now()
    for (const mark of this.#marks[direction] ?? []) {
      if (this.#seen[mark] === undefined && bytes.includes(mark)) this.#seen[mark] = at
    }
  }
}

module.exports = { Tap, now }
