'use strict'

const { randomUUID } = require('node:crypto')
const { setTimeout: sleep } = require('node:timers/promises')
const WebSocket = require('ws')
const { connect: connectFetch, lookUp, requestsOf } = require('./fetch')
const { agentOf, writeAndPoll } = require('./recipe')

const ASK_AGAIN_MS = 20

const presenceOf = (body) => body?.events?.find(({ eventType }) => eventType === 'Presence')?.presence?.type

/** As little as can be a guest: a socket, a session, one message, and an eye on what comes. */
class Guest {
  #socket
  #token = randomUUID()
  #watchers = new Set()

  static async connect({ guestUrl, deploymentId }) {
    const guest = new Guest()
    guest.#socket = new WebSocket(`${guestUrl}/v1?deploymentId=${deploymentId}`, { perMessageDeflate: false })
    guest.#socket.on('message', (text) => guest.#hear(JSON.parse(text)))
    await new Promise((resolve, reject) => guest.#socket.once('open', resolve).once('error', reject))
    const configured = guest.until(({ class: kind }) => kind === 'SessionResponse')
    guest.#send({ action: 'configureSession', deploymentId })
    await configured
    return guest
  }

  /** Says something; gives the id that the server's echo has. */
  async say(text) {
    const echo = this.until(({ body }) => body?.direction === 'Inbound' && body.text === text)
    this.#send({ action: 'onMessage', message: { type: 'Text', text } })
    return (await echo).body.id
  }

  /** The first frame from now on that is so. */
  until(isIt) {
    return new Promise((resolve) => {
      const watcher = (frame) => {
        if (!isIt(frame)) return
        this.#watchers.delete(watcher)
        resolve(frame)
      }
      this.#watchers.add(watcher)
    })
  }

  close() {
    this.#socket.terminate()
  }

  #send(request) {
    this.#socket.send(JSON.stringify({ token: this.#token, tracingId: randomUUID(), ...request }))
  }

  #hear(frame) {
    for (const watcher of [...this.#watchers]) watcher(frame)
  }
}

async function conversationOf(find, messageId) {
  for (;;) {
    const id = await find(messageId)
    if (id !== undefined) return id
    await sleep(ASK_AGAIN_MS)
  }
}

/** Who closes for a script, and how much of it is done before the payload: `prepare(id)` gives what the payload does. */
const WAYS = {
  /** Nothing: the code is looked up by its name. */
  async name(connection, options) {
    const closer = await connectFetch(connection, options)
    return (id) => (wrapUp) => closer.close(id, wrapUp)
  },

  /** It has a token, a warm connection and the code's id: it reads, and writes. */
  async id(connection, options) {
    const requests = await requestsOf(connection)
    return (id) => async () => writeAndPoll(requests, id, { ...options, agent: await agentOf(requests.read, id) })
  },

  /** The same recipe as ours, by hand: it has read before, and writes. */
  async hand(connection, options) {
    const requests = await requestsOf(connection)
    return async (id) => {
      const agent = await agentOf(requests.read, id)
      return () => writeAndPoll(requests, id, { ...options, agent })
    }
  },

  /** The vendor's SDK, by the book. */
  async sdk(connection, options) {
    const closer = await require('./sdk').connect(connection, options)
    return (id) => (wrapUp) => closer.close(id, wrapUp)
  },
}

/** A minimal client over `ws`, and a script for what it closes. */
async function connect(connection, { way = 'name', ...options }) {
  const prepare = await WAYS[way](connection, { pollAfterMs: 25, ...options })
  const find = await lookUp(connection)
  const open = async () => {
    const guest = await Guest.connect(connection)
    const conversationId = await conversationOf(find, await guest.say('hello'))
    const close = await prepare(conversationId)
    return {
      conversationId,
      closeWhen: (text, wrapUp) => guest.until(({ body }) => body?.direction === 'Outbound' && body.text?.includes(text))
        .then(() => close(wrapUp)),
      closed: () => guest.until(({ body }) => body?.direction === 'Outbound' && presenceOf(body) === 'Disconnect'),
      dispose: () => guest.close(),
    }
  }
  return { open, dispose: () => {} }
}

module.exports = { connect }
