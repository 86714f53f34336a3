'use strict'

const { bend } = require('./bend')
const { messageId, uuid } = require('./ids')
const { isAgent, isUp, over } = require('./participant')

const clock = () => performance.now()

/** One conversation with all that was ever so of it: each change is kept with its time. */
class Conversation {
  id = uuid()
  startTime = new Date().toISOString()
  /** Every state since the beginning, the latest last: `{ at, why, participants }`. */
  past = []
  /** Every request about it, in order. */
  log = []
  /** Hooks of whoever bends this conversation's answers; none in an honest org. */
  bends = []
  /** Whether the customer goes when the last agent does. */
  customerStays = false
  /** So long the effect of an accepted write takes to show. */
  settleMs = 15
  guest = undefined
  #onChange

  constructor({ participants, onChange = (_changed, _what) => {} }) {
    this.#onChange = onChange
    this.#become('begun', participants)
  }

  get participants() {
    return this.past.at(-1).participants
  }

  get isEnded() {
    return !this.participants.some(isUp)
  }

  get endTime() {
    return this.isEnded ? this.participants.map(({ endTime }) => endTime).sort().at(-1) : undefined
  }

  get queue() {
    return this.participants.findLast(({ queue }) => queue !== undefined)?.queue
  }

  /** How it was at a time, or at first. */
  at(time) {
    return this.past.findLast(({ at }) => at <= time) ?? this.past[0]
  }

  find(id) {
    return this.participants.find((party) => party.id === id)
  }

  #become(why, participants) {
    const wasEnded = this.past.length > 0 && this.isEnded
    this.past.push({ at: clock(), why, participants })
    this.#onChange(this, { why, hasEnded: !wasEnded && this.isEnded })
  }

  /** Every party, as `change` makes it. */
  change(why, change) {
    this.#become(why, this.participants.map(change))
  }

  join(why, ...parties) {
    this.#become(why, [...this.participants, ...parties])
  }

  update(id, fields) {
    this.change('updated', (party) => (party.id === id ? { ...party, ...fields } : party))
  }

  /** Ends one party; where nobody is left to serve the customer, the customer too. */
  end(id, type = 'client') {
    this.change('a party ended', (party) => (party.id === id ? over(party, type) : party))
    if (!this.customerStays && !this.participants.some((party) => isUp(party) && party.purpose !== 'customer')) this.endAll('peer')
  }

  endAll(type = 'client') {
    if (!this.isEnded) this.change('everybody ended', (party) => over(party, type))
  }

  get agentsUp() {
    return this.participants.filter((party) => isAgent(party) && isUp(party))
  }

  /** Passes a value through every hook of that name. */
  bend(name, value, context = {}) {
    return bend(this.bends, name, value, { conversation: this, ...context })
  }
}

module.exports = { Conversation, clock, messageId }
