'use strict'

/** Assumed: how often the vendor's Messenger tries again is not published. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8000
const MAX_ATTEMPTS = 10

/** The pause before an attempt, counted from 1. */
function pauseBefore(attempt) {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)
}

/**
 * One guest's socket, dialled again when it is lost.
 *
 * idle ─open→ dialling ─→ open ─lost→ waiting ─→ dialling …  ─after the last attempt→ gave up (idle)
 * Each state ─close→ idle. `told` hears: opened, frame, lost, retrying, gaveUp, closed.
 */
class Connection {
  #address
  #told
  #socket
  #timer
  #attempt = 0
  #isWanted = false

  constructor(address, told) {
    this.#address = address
    this.#told = told
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN
  }

  open() {
    if (this.#isWanted) return
    this.#isWanted = true
    this.#attempt = 0
    this.#dial()
  }

  send(request) {
    this.#socket.send(JSON.stringify(request))
  }

  /** The server has accepted the session: the next loss begins to count anew. */
  settled() {
    this.#attempt = 0
  }

  /** Somebody asks for it, or the browser is online again: no more waiting. */
  retryNow() {
    if (!this.#isWanted) return this.open()
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#retry()
  }

  close() {
    this.#isWanted = false
    clearTimeout(this.#timer)
    this.#timer = undefined
    const socket = this.#socket
    this.#socket = undefined
    socket?.close(1000)
  }

  #dial() {
    const socket = new WebSocket(this.#address)
    this.#socket = socket
    const ifCurrent = (act) => (event) => { if (this.#socket === socket) act(event) }
    socket.addEventListener('open', ifCurrent(() => this.#told.opened()))
    socket.addEventListener('message', ifCurrent(({ data }) => this.#heard(data)))
    socket.addEventListener('close', ifCurrent((event) => this.#ended(event)))
  }

  #heard(text) {
    const frame = parsed(text)
    if (frame !== undefined) this.#told.frame(frame)
  }

  #ended({ wasClean, code }) {
    this.#socket = undefined
    if (wasClean && code === 1000) {
      this.#isWanted = false
      this.#told.closed()
      return
    }
    if (this.#attempt === 0) this.#told.lost()
    if (this.#attempt === MAX_ATTEMPTS) {
      this.#isWanted = false
      this.#told.gaveUp()
      return
    }
    this.#attempt += 1
    this.#timer = setTimeout(() => this.#retry(), pauseBefore(this.#attempt))
  }

  #retry() {
    this.#timer = undefined
    this.#told.retrying(this.#attempt)
    this.#dial()
  }
}

/** A frame that is no JSON is nobody's business. */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

module.exports = { Connection, MAX_ATTEMPTS, pauseBefore }
