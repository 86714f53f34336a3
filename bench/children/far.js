'use strict'

const net = require('node:net')
const { setTimeout: sleep } = require('node:timers/promises')

/** A way to the org as if it were far: what passes takes half a trip each way, and a connect a trip of its own. */
class Far {
  #server
  #tripMs

  static async start({ hostname, port }, tripMs) {
    const far = new Far()
    far.#tripMs = tripMs
    far.#server = net.createServer((client) => far.#join(client, net.connect({ host: hostname, port, noDelay: true })))
    await new Promise((resolve) => { far.#server.listen(0, '127.0.0.1', resolve) })
    return far
  }

  get host() {
    return `127.0.0.1:${this.#server.address().port}`
  }

  #join(client, server) {
    client.setNoDelay(true)
    const stands = performance.now() + this.#tripMs
    this.#pass(client, server, stands)
    this.#pass(server, client, stands)
  }

  /** In order: each waits for the one before. */
  #pass(from, to, stands) {
    let before = Promise.resolve()
    const later = (work) => {
      const due = Math.max(performance.now(), stands) + this.#tripMs / 2
      before = before.then(() => sleep(Math.max(0, due - performance.now()))).then(work)
    }
    from.on('data', (bytes) => later(() => to.write(bytes)))
    from.on('end', () => later(() => to.end()))
    from.on('error', () => to.destroy())
  }
}

module.exports = { Far }
