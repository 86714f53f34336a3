import { commanderOf } from '../../simulator/simulator'
import { checkClosing, checkDelay, checkTag, checkTimes } from './check'

/** What can be broken about one page's guest socket, where the guest host is a simulator. */
class SimulatorLine {
  #send
  #tag
  #faults = []

  constructor(simulator, tag) {
    this.#tag = checkTag(tag)
    this.#send = commanderOf(simulator)
  }

  /** A TCP reset: the page sees code 1006. */
  async dropSocket() {
    await this.#does('drop')
  }

  /** The next n connects are answered 503, which fails the page's socket. */
  async refuseReconnects(n) {
    const on = { connect: true, times: checkTimes(n, 'refuseReconnects') }
    return this.#fault({ on, respond: { status: 503 } })
  }

  /** The next n connects are answered `ms` later. */
  async delayConnects(n, ms) {
    const on = { connect: true, times: checkTimes(n, 'delayConnects') }
    return this.#fault({ on, delayMs: checkDelay(ms, 'delayConnects') })
  }

  /** Half open: TCP stays up, nothing is read or written until undo(). */
  async silence() {
    await this.#does('silence')
  }

  /** The session ends in the org's records, and the page is told. */
  async expireSession() {
    await this.#does('expire')
  }

  /** The page is told that its connection is closed, and it is, as by a fourth one. */
  async displace() {
    await this.#does('displace')
  }

  async closingFrame(fault, options) {
    const { how, times, delayMs } = checkClosing(fault, options)
    return this.#fault({ on: { frame: 'closing', times }, frame: how, ...(delayMs === undefined ? {} : { delayMs }) })
  }

  async undo() {
    const faults = this.#faults.splice(0)
    for (const fault of faults) await this.#send.later({ do: 'removeFault', fault })
    await this.#does('speak')
  }

  #does(does) {
    return this.#send.later({ do: 'guest', witness: this.#tag, does })
  }

  async #fault(rule) {
    const on = { ...rule.on, witness: this.#tag }
    const fault = await this.#send.later({ do: 'fault', rule: { ...rule, on } })
    this.#faults.push(fault)
    const now = this.#send.now
    return {
      get hits() {
        return now({ do: 'hits', fault })
      },
    }
  }
}

function simulatorLine(simulator, tag) {
  return new SimulatorLine(simulator, tag)
}

export { simulatorLine }
