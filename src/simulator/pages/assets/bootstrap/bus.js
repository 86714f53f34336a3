'use strict'

/** Carries events and commands between plugins and the page. */
class Bus {
  #subscriptions = []
  #stored = new Map()
  #commands = new Map()
  #waiting = []
  #isFlushing = false
  #started
  #start

  constructor() {
    this.#started = new Promise((resolve) => { this.#start = resolve })
  }

  /** From now on an unknown command is refused; before, it waits for the plugin that may still come. */
  start() {
    this.#start()
  }

  /** Reaches those who listen now. */
  publish(publisher, eventName, data = {}) {
    const event = `${publisher}.${eventName}`
    const envelope = { time: Date.now(), publisher, event, eventName, data }
    for (const each of this.#subscriptions) {
      if (each.event === event) this.#deliver(each.callback, envelope)
    }
  }

  /** Reaches those who listen later as well; like the vendor's, a replay has no `eventName`. */
  republish(publisher, eventName, data = {}) {
    const event = `${publisher}.${eventName}`
    this.#stored.set(event, { time: Date.now(), publisher, event, data })
    this.publish(publisher, eventName, data)
  }

  subscribe(subscriber, event, callback) {
    this.#subscriptions.push({ subscriber, event, callback })
    if (this.#stored.has(event)) this.#deliver(callback, this.#stored.get(event))
    return event
  }

  /** Removes everything that this subscriber listens to under that name. */
  unsubscribe(subscriber, event) {
    const before = this.#subscriptions.length
    this.#subscriptions = this.#subscriptions.filter((each) => each.subscriber !== subscriber || each.event !== event)
    return this.#subscriptions.length < before
  }

  registerCommand(name, handler) {
    this.#commands.set(name, handler)
  }

  /** Resolves or rejects as the command's plugin says. */
  async command(name, data = {}) {
    if (!this.#commands.has(name)) await this.#started
    const handler = this.#commands.get(name)
    if (handler === undefined) throw `The command ${name} is not available.`
    return new Promise((resolve, reject) => handler({ data, resolve, reject }))
  }

  /** Callbacks run later, and in the order of their events: timers of their own could overtake each other. */
  #deliver(callback, envelope) {
    this.#waiting.push(() => callback(envelope))
    if (this.#isFlushing) return
    this.#isFlushing = true
    setTimeout(() => this.#flush(), 0)
  }

  #flush() {
    this.#isFlushing = false
    for (const call of this.#waiting.splice(0)) {
      try {
        call()
      } catch (error) {
        // A subscriber's fault must not silence the others.
        console.error(error)
      }
    }
  }
}

/** The object that a plugin gets to work with. */
function pluginOf(bus, name, shared) {
  return {
    command: (command, data) => bus.command(command, data),
    subscribe: (event, callback) => bus.subscribe(name, event, callback),
    unsubscribe: (event) => bus.unsubscribe(name, event),
    publish: (event, data) => bus.publish(name, event, data),
    republish: (event, data) => bus.republish(name, event, data),
    registerCommand: (command, handler) => bus.registerCommand(`${name}.${command}`, handler),
    ready: () => bus.republish(name, 'ready'),
    data: (key, value) => {
      if (value !== undefined) shared.set(key.includes('.') ? key : `${name}.${key}`, value)
      return shared.get(key) ?? shared.get(`${name}.${key}`)
    },
  }
}

module.exports = { Bus, pluginOf }
