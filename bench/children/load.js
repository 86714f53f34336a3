'use strict'

// A bare client: fixed bytes over a few sockets, answers read by their length and not looked into.

const net = require('node:net')
const { answer } = require('./answer')

const HEAD_END = '\r\n\r\n'

function bytes(host, token, method, path, body = '') {
  const length = body === '' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\n${length}\r\n${body}`
}

/** The requests of one close by the book. */
function closeOf({ host, token, code }, id, agent) {
  const base = `/api/v2/conversations/messages/${id}`
  const send = (...request) => bytes(host, token, ...request)
  return [
    send('GET', base),
    send('GET', `${base}/participants/${agent}/wrapupcodes`),
    send('PATCH', `${base}/participants/${agent}`, JSON.stringify({ state: 'disconnected', wrapup: { code } })),
    send('GET', base),
  ]
}

/** One socket: sends the next request when the answer before is whole. */
class Line {
  #socket
  #pending = Buffer.alloc(0)
  #resolve

  static async open({ hostname, port }) {
    const line = new Line()
    line.#socket = net.connect({ host: hostname, port, noDelay: true })
    line.#socket.on('data', (chunk) => line.#hear(chunk))
    await new Promise((resolve) => { line.#socket.once('connect', resolve) })
    return line
  }

  /** The status of the answer. */
  ask(request) {
    return new Promise((resolve) => {
      this.#resolve = resolve
      this.#socket.write(request)
    })
  }

  close() {
    this.#socket.destroy()
  }

  #hear(chunk) {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    const end = this.#pending.indexOf(HEAD_END)
    if (end < 0) return
    const head = this.#pending.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#pending.length < end + HEAD_END.length + length) return
    this.#pending = this.#pending.subarray(end + HEAD_END.length + length)
    this.#resolve(Number(head.slice(9, 12)))
  }
}

answer({
  /** Sends all requests of these closes; gives how many there were of each status. */
  async run({ url, token, code, ids, agents, lines }) {
    const { hostname, port, host } = new URL(url)
    const closes = ids.map((id, index) => closeOf({ host, token, code }, id, agents[index]))[Symbol.iterator]()
    const statuses = {}
    const lane = async () => {
      const line = await Line.open({ hostname, port })
      for (const requests of closes) {
        for (const request of requests) {
          const status = await line.ask(request)
          statuses[status] = (statuses[status] ?? 0) + 1
        }
      }
      line.close()
    }
    await Promise.all(Array.from({ length: lines }, lane))
    return statuses
  },
})
