'use strict'

const { Conversation, clock } = require('./conversation')
const { Guest } = require('./guest')
const { uuid } = require('./ids')
const { acd, agent, customer, workflow } = require('./participant')

const NAMES = ['Resolved', 'E2E Test Closure', 'Escalated']
/** Deployments by what guests are told of an end. */
const MODES = ['ReadOnly', 'Send', 'off']

/** All that the org knows. */
class World {
  organization = { id: uuid(), name: 'An org of its own' }
  client = { id: uuid(), secret: `secret-${uuid()}`, token: `token-${uuid()}` }
  conversations = new Map()
  messages = new Map()
  guests = new Map()
  jwts = new Map()
  queues = new Map()
  codes = NAMES.map((name) => ({ id: uuid(), name }))
  deployments = new Map(MODES.map((mode) => [uuid(), mode]))
  /** Requests that name no conversation of this org, or somebody who is in none. */
  astray = []
  /** Ids of conversations that are over and done with; a request for one may have been on its way for long. */
  forgotten = new Set()
  #timers = new Set()
  #listeners = new Set()

  /** Told of every change of every conversation. */
  listen(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  later(ms, work) {
    const timer = setTimeout(() => { this.#timers.delete(timer); work() }, ms)
    this.#timers.add(timer)
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer)
  }

  deploymentOf(mode) {
    return [...this.deployments].find(([, each]) => each === mode)[0]
  }

  queue(codes = this.codes) {
    const queue = { id: uuid(), name: 'A queue' }
    this.queues.set(queue.id, codes)
    return queue
  }

  codesOf(queue) {
    return this.queues.get(queue?.id) ?? this.codes
  }

  /** `with`: an agent who is connected or alerting, a flow, nobody yet, or two agents. */
  open({ with: company = 'agent', isRequired = true, queue = this.queue(), attributes = {}, bends = [] } = {}) {
    const people = {
      agent: () => [acd(queue, 'disconnected'), agent(queue, { isRequired })],
      alerting: () => [acd(queue), agent(queue, { state: 'alerting', isRequired })],
      queued: () => [acd(queue)],
      bot: () => [workflow()],
      'two-agents': () => [acd(queue, 'disconnected'), agent(queue, { isRequired }), agent(queue, { isRequired })],
    }[company]()
    const conversation = new Conversation({
      participants: [customer({ attributes }), ...people],
      onChange: (changed, what) => this.#changed(changed, what),
    })
    conversation.bends = bends
    this.conversations.set(conversation.id, conversation)
    return conversation
  }

  message(id, conversation) {
    this.messages.set(id, { conversation, at: clock() })
  }

  forget(conversation) {
    this.conversations.delete(conversation.id)
    this.forgotten.add(conversation.id)
    for (const [id, of] of this.messages) if (of.conversation === conversation) this.messages.delete(id)
  }

  #changed(conversation, { why, hasEnded }) {
    if (hasEnded) conversation.guest?.tell()
    for (const listener of this.#listeners) listener(conversation, { why, hasEnded })
  }

  guestOf(token, deploymentId) {
    if (!this.guests.has(token)) this.invite({ token, mode: this.deployments.get(deploymentId) ?? 'off' })
    return this.guests.get(token)
  }

  /** Says beforehand who will come. */
  invite({ token = uuid(), mode = 'ReadOnly', bends = [], opens = {} }) {
    const guest = new Guest({ token, mode, world: this })
    Object.assign(guest, { bends, opens })
    this.guests.set(token, guest)
    this.jwts.set(guest.jwt, guest)
    return guest
  }

  dismiss(guest) {
    for (const socket of guest.sockets) socket.terminate()
    this.guests.delete(guest.token)
    this.jwts.delete(guest.jwt)
  }

  /** A guest's text: it begins a conversation, goes on with one, or takes one up again. */
  spoke(guest, id) {
    if (guest.conversation === undefined) guest.conversation = this.#begin(guest)
    else if (guest.conversation.isEnded) this.reopen(guest.conversation)
    this.message(id, guest.conversation)
  }

  #begin(guest) {
    const conversation = this.open(guest.opens)
    conversation.guest = guest
    guest.begun?.(conversation)
    return conversation
  }

  /** Routed again, to somebody new; who was there stays in the list. */
  reopen(conversation) {
    const queue = conversation.queue ?? this.queue()
    conversation.join('reopened', customer({ attributes: conversation.participants[0].attributes }), acd(queue, 'disconnected'), agent(queue))
  }
}

module.exports = { MODES, World }
