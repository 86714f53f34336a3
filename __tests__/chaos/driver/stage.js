'use strict'

const { randomOf } = require('../../../scripts/random')
const { BEHAVIOURS } = require('../behaviours')
const { messageId } = require('../org/ids')

/** So long a conversation is kept after its run: what is still written then must not have been. */
const KEPT_MS = 3_000

/** One run's part of the org: its conversations, its guest, strangers beside them, and what bends their answers. */
class Stage {
  conversations = []
  bites = new Set()

  constructor(org, scene) {
    this.org = org
    this.world = org.world
    this.scene = scene
    this.random = randomOf(scene.seed)
    this.stranger = this.world.open({ with: 'agent' })
    this.bends = scene.names.map((name) => BEHAVIOURS[name].make({
      random: this.random, world: this.world, stranger: this.stranger, bite: () => this.bites.add(name),
    }))
    this.queue = this.bends.find(({ queue }) => queue !== undefined)?.queue ?? this.random.pick(org.queues)
  }

  get opens() {
    const { company, isRequired } = this.scene
    return { with: company, isRequired, queue: this.queue, attributes: { marker: 'ours' } }
  }

  /** A conversation of this run, with a message that leads to it. */
  open() {
    return this.own(this.world.open(this.opens))
  }

  /** From here on, its answers are bent. */
  own(conversation) {
    this.conversations.push(conversation)
    conversation.messageId = messageId()
    this.world.message(conversation.messageId, conversation)
    for (const hooks of this.bends) hooks.born?.(conversation)
    if (this.scene.isEnded && this.scene.kind !== 'guest' && this.scene.kind !== 'when') conversation.endAll('endpoint')
    conversation.bends = this.bends
    return conversation
  }

  /** Who will come and write. */
  invite() {
    this.guest = this.world.invite({ mode: this.scene.mode, bends: this.bends, opens: this.opens })
    this.guest.begun = (conversation) => this.own(conversation)
    return this.guest
  }

  guard(conversation) {
    return {
      messageIds: { messageIds: [conversation?.messageId] },
      attributes: { attributes: { marker: 'ours' } },
      queueIds: { queueIds: [this.queue.id] },
      startedWithinMs: { startedWithinMs: 3_600_000 },
    }[this.scene.guard]
  }

  /** `then` is called before all is forgotten, a while later. */
  leave(then) {
    if (this.guest !== undefined) {
      this.guest.isDismissed = true
      this.world.dismiss(this.guest)
    }
    this.world.later(KEPT_MS, () => {
      then()
      for (const conversation of [...this.conversations, this.stranger]) this.world.forget(conversation)
    })
  }
}

module.exports = { KEPT_MS, Stage }
