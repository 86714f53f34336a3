import { isGenesysError } from '../boundary/errors'
import type { ArmedClose, CloseToArm } from '../client/armed-close'
import type { ArmedState, CloseReport, ConversationCloser } from '../types/public'
import type { ConversationFinder } from './conversation-finder'

const TOO_EARLY: ArmedState = { isArmed: false, detail: 'the payload came, or its wait was over, before it was' }

/** Who closes, and may prepare it. */
export type Closer = ConversationCloser & { _arm?(options: CloseToArm): ArmedClose }

/** Has the addon begin by itself what the match is plain enough for. */
export type Trap = (armed: ArmedClose, conversationId: string) => void

/** Prepares a trigger's close while the payload is on its way. It says when; the addon says what, and whether. */
export class Arming {
  readonly told: Promise<ArmedState>
  #finder: ConversationFinder
  #tell: (state: ArmedState) => void = () => {}
  #stop = new AbortController()
  #armed: ArmedClose | undefined
  #timeoutMs = 0
  #early = () => {}
  #trap: Trap | undefined
  #work: Promise<void> | undefined
  #isSeenAgain = false
  #hasLoggedIn = false
  /** The guest's own last message when the plan was made; null where there was none. */
  #by: string | null | undefined

  constructor(finder: ConversationFinder) {
    this.#finder = finder
    this.told = new Promise((resolve) => { this.#tell = resolve })
  }

  /** `closer` is whoever will close, with these options. Gives what fires when that is disposed of, where it says so. */
  begin(closer: Closer, close: CloseToArm & { timeoutMs: number }, trap: Trap | undefined): AbortSignal | undefined {
    const armed = closer._arm?.(close)
    const why = armed === undefined ? 'the client that closes prepares nothing' : armed.whyNever
    if (armed !== undefined && why === undefined) this.#start(armed, closer, close, trap)
    else this.#tell({ isArmed: false, detail: why ?? '' })
    return armed?.clientIsGone
  }

  #start(armed: ArmedClose, closer: Closer, close: CloseToArm & { timeoutMs: number }, trap: Trap | undefined): void {
    this.#armed = armed
    this.#timeoutMs = close.timeoutMs
    this.#trap = trap
    this.#early = () => this.#finder.early(closer, close.timeoutMs)
    this.seen()
  }

  /** Something has come: who is there may be others. */
  seen(): void {
    if (this.#armed === undefined || this.#stop.signal.aborted) return
    this.#isSeenAgain = true
    this.#work ??= this.#prepare(this.#armed)
      .catch((error: unknown) => this.#tell({ isArmed: false, detail: error instanceof Error ? error.message : String(error) }))
      .finally(() => { this.#work = undefined })
  }

  async #prepare(armed: ArmedClose): Promise<void> {
    const { signal } = this.#stop
    while (this.#isSeenAgain && !signal.aborted) {
      this.#isSeenAgain = false
      if (!armed.isDue()) return
      this.#early()
      const id = await this.#finder.foundEarly({ timeoutMs: this.#timeoutMs, signal })
      if (id === undefined) await this.#logIn(armed)
      else await this.#prepareFor(armed, id)
    }
  }

  async #logIn(armed: ArmedClose): Promise<void> {
    if (this.#hasLoggedIn) return
    this.#hasLoggedIn = true
    await armed.prepare(undefined, { signal: this.#stop.signal })
  }

  async #prepareFor(armed: ArmedClose, id: string): Promise<void> {
    this.#by = this.#newest()
    const readiness = await armed.prepare(id)
    if (readiness.isArmed && !this.#stop.signal.aborted) this.#setTrap(armed, id)
    this.#tell(readiness)
  }

  #setTrap(armed: ArmedClose, id: string): void {
    const trap = this.#trap
    this.#trap = undefined
    trap?.(armed, id)
  }

  /** What failed while a close had begun already may have had an effect. */
  explain(error: unknown): unknown {
    const isBegun = this.#armed?.hasBegun() === true && isGenesysError(error) && error.effect === 'none' && error.report === undefined
    return isBegun ? Object.assign(error, { effect: 'unknown' }) : error
  }

  #newest(): string | null {
    return this.#finder.own().at(-1) ?? null
  }

  /** Closes from what was prepared, where anything was. */
  close(closer: Closer, id: string, options: CloseToArm): Promise<CloseReport> {
    this.#isOver()
    return this.#armed === undefined ? closer.closeConversation(id, options) : this.#armed.close(id, options)
  }

  /** Whether the guest has written since: where nobody told of an end, that may be in another conversation. */
  get isOvertaken(): boolean {
    return this.#by !== undefined && this.#by !== this.#newest()
  }

  #isOver(): void {
    this.#stop.abort()
    this.#tell(TOO_EARLY)
  }

  end(): void {
    this.#isOver()
    this.#armed?.stop()
  }
}
