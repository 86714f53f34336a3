'use strict'

/** As long as nobody says otherwise. */
const USUAL_MS = 5000

/** That the agent types, until a time passes or a message comes. */
class AgentTyping {
  #publish
  #timer

  constructor(publish) {
    this.#publish = publish
  }

  heard(typing) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.stop(), typing.duration ?? typing.durationMs ?? USUAL_MS)
    this.#publish('typingReceived', { typing })
  }

  stop() {
    if (this.#timer === undefined) return
    this.forget()
    this.#publish('typingTimeout')
  }

  /** A message ends it without a word, as the vendor's does. */
  forget() {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

module.exports = { AgentTyping }
