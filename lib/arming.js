'use strict'

const TOO_EARLY = { isArmed: false, detail: 'the payload came, or its wait was over, before it was' }

/** Prepares a trigger's close while the payload is on its way. It says when; the addon says what, and whether. */
class Arming {
  #finder
  #ownIds
  #tell
  #stop = new AbortController()
  #armed
  #timeoutMs
  #early
  #trap
  #isAtWork = false
  #isSeenAgain = false
  #hasLoggedIn = false
  /** The guest's own last message when the plan was made. */
  #by

  /** `ownIds()` gives the ids of the guest's own messages, in their order. */
  constructor(finder, ownIds) {
    this.#finder = finder
    this.#ownIds = ownIds
    this.told = new Promise((resolve) => { this.#tell = resolve })
  }

  /**
   * `closer` is whoever will close, with these options; `trap(armed, id)` has the addon begin by itself what the
   * match is plain enough for.
   */
  begin(closer, close, trap) {
    const armed = closer._arm?.(close)
    const why = armed === undefined ? 'the client that closes prepares nothing' : armed.whyNever
    if (why !== undefined) return this.#tell({ isArmed: false, detail: why })
    this.#armed = armed
    this.#timeoutMs = close.timeoutMs
    this.#trap = trap
    this.#early = () => this.#finder.early(closer, close.timeoutMs)
    return this.seen()
  }


  /** Something has come: who is there may be others. */
  seen() {
    if (this.#armed === undefined || this.#stop.signal.aborted) return
    this.#isSeenAgain = true
    if (this.#isAtWork) return
    this.#isAtWork = true
    const failed = ({ message }) => this.#tell({ isArmed: false, detail: message })
    this.#prepare().catch(failed).finally(() => { this.#isAtWork = false })
  }

  async #prepare() {
    const { signal } = this.#stop
    while (this.#isSeenAgain && !signal.aborted) {
      this.#isSeenAgain = false
      if (!this.#armed.isDue()) return
      this.#early()
      const id = await this.#finder.foundEarly({ timeoutMs: this.#timeoutMs, signal })
      if (id === undefined) await this.#logIn()
      else await this.#prepareFor(id)
    }
  }

  async #logIn() {
    if (this.#hasLoggedIn) return
    this.#hasLoggedIn = true
    await this.#armed.prepare(undefined, { signal: this.#stop.signal })
  }

  async #prepareFor(id) {
    this.#by = this.#newest()
    const readiness = await this.#armed.prepare(id)
    if (readiness.isArmed && !this.#stop.signal.aborted) this.#setTrap(id)
    this.#tell(readiness)
  }

  #setTrap(id) {
    const trap = this.#trap
    this.#trap = undefined
    trap?.(this.#armed, id)
  }

  /** What failed while a close had begun already may have had an effect. */
  explain(error) {
    if (this.#armed?.hasBegun?.() && error.code === 'ABORTED' && error.report === undefined) error.effect = 'unknown'
    return error
  }

  #newest() {
    return this.#ownIds().at(-1) ?? null
  }

  /** Closes from what was prepared, where anything was. */
  close(closer, id, options) {
    this.#isOver()
    return this.#armed === undefined ? closer.closeConversation(id, options) : this.#armed.close(id, options)
  }

  /** Whether the guest has written since: where nobody told of an end, that may be in another conversation. */
  get isOvertaken() {
    return this.#by !== undefined && this.#by !== this.#newest()
  }

  #isOver() {
    this.#stop.abort()
    this.#tell(TOO_EARLY)
  }

  end() {
    this.#isOver()
    this.#armed?.stop()
  }
}

module.exports = { Arming }
