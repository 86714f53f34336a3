import { type GuestHosts, NativePageGuest, type NativePageSocket, type Update } from '../boundary/page-guest'
import type { Ending, Wanted } from '../boundary/addon'
import type { ArmedClose } from '../client/armed-close'
import type { GuestSource, Over } from '../guest/source'
import type { Witness as Testimony } from '../types/public'

/** What passed over a page's guest socket, read by the same code as a guest's own. */
export class PageSource implements GuestSource {
  /** As the door knows it. */
  readonly native: NativePageGuest
  readonly #onFresh: (updates: Update[]) => void
  #fresh: Update[] = []
  #isOver = false

  /** `hosts` are the guest's own; `onFresh` is told of what has come, and of the end. */
  constructor({ tag, hosts, onFresh }: { tag: string; hosts: GuestHosts; onFresh: (updates: Update[]) => void }) {
    this.#onFresh = onFresh
    this.native = new NativePageGuest(tag, hosts, () => this.look())
  }

  /** Takes what waits, at once. */
  look(): void {
    const updates = this.native.takeEvents()
    this.#fresh.push(...updates)
    this.#onFresh(updates)
  }

  /** A socket that the browser tells of, where it is the guest's own. */
  connecting(address: string): NativePageSocket | undefined {
    return this.native.connecting(address) ?? undefined
  }

  /** What the page has read over HTTP. */
  read(address: string, body: unknown): void {
    const { entities } = (body ?? {}) as { entities?: unknown }
    if (this.native.isOwnHistory(address) && Array.isArray(entities)) this.native.observeHistory(entities)
    if (this.native.isOwnConfig(address)) this.native.observeDeployment(body)
    this.look()
  }

  isOwn(address: string): boolean {
    return this.native.isOwnHistory(address) || this.native.isOwnConfig(address)
  }

  /** The page is gone: nothing more will be heard. */
  end(): void {
    this.#isOver = true
    this.native.end()
    this.look()
  }

  take(): Update[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  closure(): Ending | undefined {
    return this.native.closure() ?? undefined
  }

  session(): number {
    return this.native.session()
  }

  testimony(since: number): Testimony {
    return this.native.testimony(since)
  }

  messageIds(): string[] {
    return this.native.messageIds()
  }

  trap(armed: ArmedClose, wanted: Wanted, conversationId: string): void {
    armed.trap(this.native, wanted, conversationId)
  }

  over(): Over | undefined {
    return this.#isOver ? { code: 'SESSION_CLOSED', message: 'The page is gone.' } : undefined
  }
}
