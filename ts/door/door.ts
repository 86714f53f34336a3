import type { NativeDoor, NativePageGuest } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { call, unwrap } from '../boundary/call'

/** Who stands behind a door: the simulator, for all hosts of the vendor's, or the guest host of a real org. */
export type Behind = { simulator: { origin: string; caFile?: string; hosts?: string[] } } | { org: object }

/** How what is not led is reached. */
export interface WayOut { proxy?: string; noProxy?: string }

/** Doors that are open: whoever keeps only a port must not lose the door to the garbage collector. */
const open = new Set<Door>()

/** The one way of a worker's browsers: to the simulator, or to the guest host of a real org. */
export class Door {
  #native: NativeDoor

  constructor({ authorityKey, to }: { authorityKey: string; to: Behind }) {
    this.#native = new binding.NativeDoor({ authorityKey, to })
    unwrap(this.#native.keyHash())
    open.add(this)
  }

  /** The hash of its servers' public key, as Chromium takes it. */
  get keyHash(): string {
    return unwrap(this.#native.keyHash())
  }

  /** What the names of the hosts that lead to the simulator end with. */
  get hosts(): string[] {
    return this.#native.hosts()
  }

  /** One more gate: with the proxy for what is not led, and, live, for a context in which nothing is opened. Gives its port. */
  open({ network = {}, isTunnel = false }: { network?: WayOut; isTunnel?: boolean } = {}): Promise<number> {
    return call(this.open, undefined, (cancellation) => this.#native.open({ network, isTunnel }, cancellation))
  }

  /** The sockets of this gate that say nothing of their documents, a worker's for instance, may be this page's, unless it is blank. */
  follow(port: number, guest: NativePageGuest, isBlank = false): void {
    this.#native.follow(port, guest, isBlank)
  }

  /** Sockets that name this document are this page's; a blank one is there before a page goes anywhere. */
  claim(document: string, guest: NativePageGuest, isBlank = false): void {
    this.#native.claim(document, guest, isBlank)
  }

  /** The page has gone. */
  leave(guest: NativePageGuest): void {
    this.#native.leave(guest)
  }

  close(port: number): void {
    this.#native.close(port)
  }

  stop(): void {
    open.delete(this)
    this.#native.stop()
  }
}

export const makeAuthority = (): { pem: string; key: string } => unwrap(binding.makeAuthority())
