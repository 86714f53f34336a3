'use strict'

const { notFound, ok } = require('./answers')
const { uuid } = require('./ids')
const { messageView } = require('./views')

/** Channels of notifications: what each listens to, and its socket. */
class Notifications {
  #channels = new Map()

  constructor(world) {
    this.world = world
    world.listen((conversation) => this.#changed(conversation))
  }

  open({ host }) {
    const id = `streaming-${uuid()}`
    this.#channels.set(id, { topics: new Set(), socket: undefined })
    return ok({ id, connectUri: `ws://${host}/channels/${id}`, expires: new Date(Date.now() + 86_400_000).toISOString() })
  }

  subscribe({ id, body }) {
    const channel = this.#channels.get(id)
    if (channel === undefined) return notFound()
    for (const topic of body) channel.topics.add(topic.id)
    return ok({ entities: body.map((topic) => ({ id: topic.id, state: 'Permitted' })) })
  }

  serve(id, socket) {
    const channel = this.#channels.get(id)
    if (channel === undefined) return socket.close(4404)
    channel.socket?.close()
    channel.socket = socket
    socket.on('error', () => {})
    socket.on('close', () => this.#channels.delete(id))
  }

  #changed(conversation) {
    const topic = `v2.routing.queues.${conversation.queue?.id}.conversations.messages`
    const listening = [...this.#channels.values()].filter(({ topics, socket }) => socket !== undefined && topics.has(topic))
    if (listening.length === 0) return
    const plan = conversation.bend('event', { delayMs: 1, times: 1 })
    this.world.later(plan.delayMs, () => {
      const body = messageView(conversation, conversation.at(performance.now()))
      const text = JSON.stringify({ topicName: topic, version: '2', eventBody: body, metadata: { CorrelationId: uuid() } })
      for (const { socket } of listening) for (let time = 0; time < plan.times; time++) socket.send(text)
    })
  }
}

module.exports = { Notifications }
