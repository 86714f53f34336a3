import { isGenesysError } from '../boundary/errors'
import { now } from '../boundary/time'
import type { Ledger } from '../ledger'
import type { CloseOptions } from '../types/public'
import type { TestClient } from './client'
import type { Claim, Conversations } from './conversations'
import { short } from './step'

/** Time for closing, within the slot of the fixture that does it. */
export const CLEAN_UP_MS = 10_000

/** What became of one conversation at the end of its test, or of messages that led to none. */
export interface Ended {
  conversationId?: string
  messageIds: string[]
  /** `'unknown'`: it was not found, which is not closed. `'failed'`: it could not be looked up, or closed. */
  was: 'open' | 'closed' | 'unknown' | 'failed'
  error?: Error
}

const wasNotFound = (error: unknown): 'unknown' | 'failed' => (isGenesysError(error, 'NOT_FOUND') ? 'unknown' : 'failed')

/** One clean-up: each conversation is ended once, as soon as anything leads to it. */
class CleanUp {
  #client: TestClient
  #options: CloseOptions
  #deadline: number
  #closing = new Map<string, { messageIds: string[]; ended: Promise<Ended> }>()
  #lost: Ended[] = []

  constructor(client: TestClient, { timeoutMs = CLEAN_UP_MS, ...options }: CloseOptions) {
    this.#client = client
    this.#options = options
    this.#deadline = now() + timeoutMs
  }

  get isLate(): boolean {
    return now() >= this.#deadline
  }

  /** Ends what a claim leads to. Each id is asked for: a guest may have been in several conversations. */
  async end({ conversationId, messageIds, mayLeadNowhere = false }: Claim): Promise<void> {
    if (conversationId === undefined) await this.#followAll(messageIds, mayLeadNowhere)
    else this.#end(conversationId, messageIds[0])
    await Promise.all([...this.#closing.values()].map(({ ended }) => ended))
  }

  /** What came too late for this clean-up stays as it is. */
  leave({ messageIds }: Claim): void {
    this.#lost.push({ messageIds, was: 'unknown', error: new Error('It came when the time for closing was over.') })
  }

  async ended(): Promise<Ended[]> {
    const closed = [...this.#closing.values()].map(async ({ messageIds, ended }) => ({ ...await ended, messageIds }))
    return [...await Promise.all(closed), ...this.#lost]
  }

  async #followAll(messageIds: string[], mayLeadNowhere: boolean): Promise<void> {
    const enough = new AbortController()
    const outcomes = await Promise.all(messageIds.map(async (messageId) => {
      const outcome = await this.#follow(messageId, enough.signal)
      if (typeof outcome === 'string' && mayLeadNowhere) enough.abort()
      return outcome
    }))
    const lost = outcomes.filter((each) => typeof each !== 'string')
    const found = outcomes.find((each) => typeof each === 'string')
    if (mayLeadNowhere && found !== undefined) this.#closing.get(found)?.messageIds.push(...lost.flatMap((each) => each.messageIds))
    else this.#lost.push(...lost)
  }

  async #follow(messageId: string, signal: AbortSignal): Promise<string | Ended> {
    try {
      const conversationId = await this.#client.quiet.findConversation({ messageId }, { timeoutMs: this.#left(), signal })
      this.#end(conversationId, messageId)
      return conversationId
    } catch (error) {
      return { messageIds: [messageId], was: wasNotFound(error), error: error as Error }
    }
  }

  #end(conversationId: string, messageId: string | undefined): void {
    const messageIds = messageId === undefined ? [] : [messageId]
    const closing = this.#closing.get(conversationId)
    if (closing === undefined) this.#closing.set(conversationId, { messageIds, ended: this.#close(conversationId, messageIds) })
    else closing.messageIds.push(...messageIds)
  }

  /** What messages led to is ended with them as the proof. */
  async #close(conversationId: string, messageIds: string[]): Promise<Ended> {
    const guard = messageIds.length === 0 ? {} : { guard: { messageIds: [...messageIds] } }
    try {
      const { outcome } = await this.#client._tidy(conversationId, { ...this.#options, ...guard, timeoutMs: this.#left() })
      return { conversationId, messageIds, was: outcome === 'already-closed' ? 'closed' : 'open' }
    } catch (error) {
      return { conversationId, messageIds, was: wasNotFound(error), error: error as Error }
    }
  }

  #left(): number {
    return Math.max(1, this.#deadline - now())
  }
}

const nameOf = ({ conversationId, messageIds }: Claim): string => [conversationId, ...messageIds].join()

/** Closes what may be open, at the same time, each in the time that is left; also what was opened meanwhile. */
export async function closeAll(conversations: Conversations, client: TestClient, options: CloseOptions): Promise<Ended[]> {
  const cleanUp = new CleanUp(client, options)
  const begun = new Set<string>()
  for (;;) {
    const fresh = conversations._claims().filter((claim) => !begun.has(nameOf(claim)))
    if (fresh.length === 0) return await cleanUp.ended()
    const isLate = begun.size > 0 && cleanUp.isLate
    for (const claim of fresh) begun.add(nameOf(claim))
    if (isLate) for (const claim of fresh) cleanUp.leave(claim)
    else await Promise.all(fresh.map((claim) => cleanUp.end(claim)))
  }
}

/** Only what was seen ended needs no reaping, one conversation at a time. */
export function noteEnds(ledger: Ledger | undefined, ended: readonly Ended[]): void {
  for (const { conversationId, messageIds, was } of ended.filter((each) => each.conversationId !== undefined)) {
    const isOver = was === 'open' || was === 'closed'
    if (isOver) ledger?.done({ conversationId: conversationId as string, messageIds, how: was === 'open' ? 'closed' : 'seen-closed' })
    else for (const messageId of messageIds) ledger?.resolved({ messageId, conversationId: conversationId as string })
  }
}

/** Conversations or messages, in a few letters each. */
export function describeEnds(ended: readonly Ended[]): string {
  return ended.map(({ conversationId, messageIds: [messageId] }) => short(conversationId ?? messageId ?? 'unknown')).join(', ')
}
