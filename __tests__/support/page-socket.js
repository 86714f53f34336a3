'use strict'

const WebSocket = require('ws')

/** A page's guest socket, as a page sees it: frames, and how it ended. */
class PageSocket {
  #waiting = []
  frames = []
  /** What answered its configuring. */
  session = undefined

  constructor(socket, { deploymentId, tag }) {
    this.socket = socket
    this.deploymentId = deploymentId
    this.token = `token of ${tag}`
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code, wasClean }) => resolve({ code, wasClean }))
    })
    socket.addEventListener('message', ({ data }) => this.#keep({ text: data, ...JSON.parse(data) }))
    socket.addEventListener('error', () => {})
  }

  /** Resolves once the socket stands; rejects with how it ended. */
  static async open({ url, host, deploymentId, tag }) {
    const headers = host === undefined ? {} : { host }
    const socket = new WebSocket(`${url}/v1?deploymentId=${deploymentId}&witness=${tag}`, { origin: 'https://shop.example', headers })
    const page = new PageSocket(socket, { deploymentId, tag })
    const opened = new Promise((resolve) => { socket.addEventListener('open', resolve) })
    const ended = page.closed.then((end) => Promise.reject(Object.assign(new Error('The socket did not open.'), end)))
    ended.catch(() => {})
    await Promise.race([opened, ended])
    return page
  }

  /** Opened and configured. */
  static async talking(where) {
    const page = await PageSocket.open(where)
    page.session = await page.configure()
    return page
  }

  #keep(frame) {
    this.frames.push(frame)
    this.#waiting.splice(0).forEach((look) => look())
  }

  send(request) {
    this.socket.send(JSON.stringify({ token: this.token, ...request }))
  }

  /** The first frame from the nth on that is so. */
  async until(isSo, from = 0) {
    for (;;) {
      const found = this.frames.slice(from).find(isSo)
      if (found) return found
      await new Promise((resolve) => { this.#waiting.push(resolve) })
    }
  }

  async configure() {
    const from = this.frames.length
    this.send({ action: 'configureSession', deploymentId: this.deploymentId })
    return this.until((frame) => frame.class === 'SessionResponse', from)
  }

  async write(text) {
    const from = this.frames.length
    this.send({ action: 'onMessage', tracingId: text, message: { type: 'Text', text } })
    return this.until((frame) => frame.tracingId === text, from)
  }

  async echo() {
    const from = this.frames.length
    this.send({ action: 'echo', message: { type: 'Text', text: 'ping' } })
    return this.until((frame) => frame.body.id === 'echo_id', from)
  }
}

module.exports = { PageSocket }
