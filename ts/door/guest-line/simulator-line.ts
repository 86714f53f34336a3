import { type Simulator, commanderOf } from '../../simulator/simulator'
import { type ClosingFault, type ClosingOptions, type GuestLine, type LineFault, checkClosing, checkDelay, checkTag, checkTimes } from './check'

/** What can be broken about one page's guest socket, where the guest host is a simulator. */
class SimulatorLine implements GuestLine {
  #send: ReturnType<typeof commanderOf>
  #tag: string
  #faults: number[] = []

  constructor(simulator: Simulator, tag: string) {
    this.#tag = checkTag(tag)
    this.#send = commanderOf(simulator)
  }

  /** A TCP reset: the page sees code 1006. */
  async dropSocket(): Promise<void> {
    await this.#does('drop')
  }

  /** The next n connects are answered 503, which fails the page's socket. */
  async refuseReconnects(n: number): Promise<LineFault> {
    const on = { connect: true, times: checkTimes(n, 'refuseReconnects') }
    return this.#fault({ on, respond: { status: 503 } })
  }

  /** The next n connects are answered `ms` later. */
  async delayConnects(n: number, ms: number): Promise<LineFault> {
    const on = { connect: true, times: checkTimes(n, 'delayConnects') }
    return this.#fault({ on, delayMs: checkDelay(ms, 'delayConnects') })
  }

  /** Half open: TCP stays up, nothing is read or written until undo(). */
  async silence(): Promise<void> {
    await this.#does('silence')
  }

  /** The session ends in the org's records, and the page is told. */
  async expireSession(): Promise<void> {
    await this.#does('expire')
  }

  /** The page is told that its connection is closed, and it is, as by a fourth one. */
  async displace(): Promise<void> {
    await this.#does('displace')
  }

  async closingFrame(fault: ClosingFault, options?: ClosingOptions): Promise<LineFault> {
    const { how, times, delayMs } = checkClosing(fault, options)
    return this.#fault({ on: { frame: 'closing', times }, frame: how, ...(delayMs === undefined ? {} : { delayMs }) })
  }

  async undo(): Promise<void> {
    const faults = this.#faults.splice(0)
    for (const fault of faults) await this.#send.later({ do: 'removeFault', fault })
    await this.#does('speak')
  }

  async #does(does: string): Promise<void> {
    await this.#send.later({ do: 'guest', witness: this.#tag, does })
  }

  async #fault(rule: { on: object; [does: string]: unknown }): Promise<LineFault> {
    const on = { ...rule.on, witness: this.#tag }
    const fault = await this.#send.later({ do: 'fault', rule: { ...rule, on } })
    this.#faults.push(fault)
    const { now } = this.#send
    return {
      get hits() {
        return now({ do: 'hits', fault })
      },
    }
  }
}

export function simulatorLine(simulator: Simulator, tag: string): GuestLine {
  return new SimulatorLine(simulator, tag)
}
