'use strict'

// A small org of another hand: nothing of the simulator's is in it. What it should do otherwise is planted.

const http = require('node:http')
const { once } = require('node:events')
const { randomUUID } = require('node:crypto')
const { setTimeout: sleep } = require('node:timers/promises')
const { Guests } = require('./guests')
const records = require('./records')
const { ROUTES } = require('./routes')

const named = (name) => ({ id: randomUUID(), name })

class OtherOrg {
  constructor({ plant = {}, mode = 'ReadOnly', settleMs = 15, answers = false, ways = {} }) {
    /** @type {Record<string, any>} */
    this.plant = plant
    this.mode = mode
    this.settleMs = settleMs
    this.answers = answers
    /** Which of two ways it goes, where nobody knows it of a real one. */
    this.ways = { secondWrite: 403, customerStays: false, tellsAfterWrapUp: false, detailsAfterMs: 0, foreignCode: undefined, ...ways }
    /** Of no queue. */
    this.foreign = this.ways.foreignCode === undefined ? [] : [named('Elsewhere')]
    this.sent = new Map()
    this.division = named('Somewhere')
    this.queue = named('Support of another hand')
    this.agent = named('Ada Agent')
    this.codes = ['Resolved', 'Escalated', 'Spam'].map(named)
    this.deploymentId = randomUUID()
    this.clientId = randomUUID()
    this.clientSecret = randomUUID()
    this.token = `token-${randomUUID()}`
    this.talks = new Map()
    /** All that were asked, in their order. */
    this.requests = []
    this.guests = new Guests(this)
    this.ending = new AbortController()
  }

  async start() {
    this.server = http.createServer((request, response) => this.serve(request, response))
    this.server.on('upgrade', (...upgrade) => this.guests.upgrade(...upgrade))
    this.server.listen(0, '127.0.0.1')
    await once(this.server, 'listening')
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.server.address())
    this.url = `http://127.0.0.1:${port}`
    return this
  }

  async stop() {
    this.ending.abort()
    this.guests.server.clients.forEach((line) => line.terminate())
    this.server.closeAllConnections()
    this.server.close()
    await once(this.server, 'close')
  }

  get connection() {
    const { url, deploymentId, clientId, clientSecret } = this
    const requestsPerMinute = /** @type {const} */ ('unlimited')
    return { apiUrl: url, loginUrl: url, configUrl: url, guestUrl: url.replace('http', 'ws'), deploymentId, clientId, clientSecret, requestsPerMinute }
  }

  later(ms, act) {
    sleep(ms, undefined, { signal: this.ending.signal }).then(act, () => {})
  }

  open(attributes) {
    const talk = records.conversation({ queue: this.queue, agent: this.agent, attributes })
    this.talks.set(talk.id, talk)
    if (this.answers) records.answered(talk)
    return talk
  }

  /** Whose message it is. */
  talkOf(messageId) {
    return [...this.talks.values()].find(({ messages }) => messages.some(({ id }) => id === messageId))
  }

  /** How often something has happened, counting this time. */
  count(what) {
    this.sent.set(what, (this.sent.get(what) ?? 0) + 1)
    return this.sent.get(what)
  }

  /** What becomes of a frame on its way. */
  framed(frame) {
    const name = frame.body.events?.[0].presence?.type ?? frame.body.events?.[0].eventType ?? (frame.body.direction === 'Inbound' ? 'Inbound' : frame.class)
    const planted = this.plant.frame?.({ name, frame, org: this, nth: this.count(name) })
    return planted ?? [{ frame }]
  }

  async serve(request, response) {
    const bytes = Buffer.concat(await request.toArray())
    const { pathname, searchParams } = new URL(request.url, this.url)
    const found = ROUTES.find(({ method, path }) => method === request.method && path.test(pathname))
    const call = { org: this, of: pathname.match(found?.path ?? /$/)?.slice(1) ?? [], query: searchParams, request, text: bytes.toString() }
    const reply = (found?.answer ?? notFound)(call)
    this.requests.push({ method: request.method, path: pathname, body: /json/.test(request.headers['content-type']) ? JSON.parse(call.text || 'null') : undefined })
    const headers = { 'inin-correlation-id': randomUUID(), ...(reply.body !== undefined && { 'content-type': 'application/json' }) }
    const name = found?.name ?? 'unknown'
    const planted = this.plant.answer?.({ name, reply, headers, org: this, nth: this.count(name) }) ?? reply
    response.writeHead(planted.status, headers)
    response.end(planted.body === undefined ? undefined : typeof planted.body === 'string' ? planted.body : JSON.stringify(planted.body))
  }
}

const notFound = () => refusal(404, 'not.found', 'The requested resource was not found.')

function refusal(status, code, message) {
  return { status, body: { message, code, status, details: [], errors: [], contextId: randomUUID() } }
}

module.exports = { OtherOrg, refusal }
