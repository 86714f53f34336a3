import { GenesysError, isGenesysError } from '../boundary/errors'
import { now, pause } from '../boundary/time'
import type { GenesysClient } from '../client/client'
import type { GuestSession } from '../guest/guest'
import type { Ledger } from '../ledger'
import type { LookUp, Probe } from '../types/crossing'
import type { Conversation, GuestClosure } from '../types/public'

type Participant = Conversation['participants'][number]

interface Parts { client: GenesysClient; guest: GuestSession; ledger: Ledger; name: string; queueId: string | undefined; signal: AbortSignal }

const TEXT = 'This is a measurement by playwright-genesys; it ends by itself.'
export const isOver = ({ state }: Participant): boolean => state === 'disconnected' || state === 'terminated'

/** One conversation of our own, from its first message to its end; on the ledger meanwhile. */
export class Talk {
  readonly guest: GuestSession
  readonly #parts: Parts
  #messageIds: string[] = []
  #isInTheAir = false
  #id: string | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.guest = parts.guest
  }

  get id(): string {
    if (this.#id === undefined) throw new GenesysError('NOT_FOUND', 'The conversation was not found.')
    return this.#id
  }

  /** Says something; gives the message's id. */
  async say(timeoutMs: number): Promise<string> {
    const { guest, ledger, name, signal } = this.#parts
    ledger.sent({ guest: name })
    this.#isInTheAir = true
    const { messageId } = await guest.send(TEXT, { timeoutMs, signal })
    if (messageId === undefined) throw new GenesysError('DECODE', 'The echo has no id: nobody can say which conversation it opened.')
    ledger.opened({ guest: name, messageId })
    this.#messageIds.push(messageId)
    this.#isInTheAir = false
    return messageId
  }

  /** What was said last was refused: it opened nothing. */
  wasRefused(): void {
    this.#isInTheAir = false
    this.#parts.ledger.settled({ guest: this.#parts.name })
  }

  /** Which conversation that message is of. It is ours from now on. */
  async find(messageId: string, timeoutMs: number): Promise<LookUp> {
    const { client, ledger, signal } = this.#parts
    const found = await client._lookUp({ messageId }, { timeoutMs, signal })
    ledger.resolved({ messageId, conversationId: found.conversationId })
    this.#id = found.conversationId
    return found
  }

  /** The agent who serves it, as soon as there is one. */
  async agent(timeoutMs: number, everyMs: number): Promise<Participant | undefined> {
    return this.until(({ participants }) => participants.find(({ purpose, state }) => purpose === 'agent' && state === 'connected'), timeoutMs, everyMs)
  }

  /** What is looked for in the record, read again and again. */
  async until<T>(look: (conversation: Conversation) => T | undefined, timeoutMs: number, everyMs: number): Promise<T | undefined> {
    const { client, signal } = this.#parts
    const ends = now() + timeoutMs
    for (;;) {
      const seen = look(await client.getConversation(this.id, { signal }))
      if (seen !== undefined || now() >= ends) return seen
      await pause(everyMs, signal)
    }
  }

  isCustomerGone(timeoutMs: number, everyMs: number): Promise<true | undefined> {
    return this.until(({ participants }) => {
      const customers = participants.filter(({ purpose }) => purpose === 'customer')
      return customers.length > 0 && customers.every(isOver) ? true : undefined
    }, timeoutMs, everyMs)
  }

  /** How the guest was told, where it was. */
  async told(timeoutMs: number): Promise<GuestClosure | undefined> {
    try {
      return await this.guest.closed({ timeoutMs, signal: this.#parts.signal })
    } catch (error) {
      if (isGenesysError(error, 'GUEST_NOT_TOLD')) return undefined
      throw error
    }
  }

  /** What else came to the guest since then, in the words of its events. */
  heardSince(count: number): string {
    const kinds = this.guest.events.slice(count).filter(({ direction }) => direction === 'received').map(({ kind }) => kind)
    return kinds.length === 0 ? 'no other frame either' : `what came was: ${kinds.join(', ')}`
  }

  /** What the org says to a write; made only where the guard knows the conversation by our own messages, in our queue. */
  write(participant: Participant, update: Pick<Probe, 'disconnects' | 'wrapUpCode'>): Promise<number> {
    const { client, queueId, signal } = this.#parts
    const guard = { messageIds: this.#messageIds, ...(queueId !== undefined && { queueIds: [queueId] }) }
    return client._probe({ conversationId: this.id, participantId: participant.id, ...update, guard }, { signal })
  }

  /** The same guest, who may be in another conversation now. */
  again(): Talk {
    return new Talk({ ...this.#parts, name: `${this.#parts.name}-again` })
  }

  /** Seen ended; the guard knows it by our own messages. Not interrupted: that is what an interrupt asks for. */
  async end(timeoutMs: number): Promise<void> {
    if (this.#isInTheAir) throw new GenesysError('NOT_FOUND', 'A message was sent and never came back: nobody can say whether it opened a conversation.')
    const [first] = this.#messageIds
    if (first === undefined) return
    const { client, ledger } = this.#parts
    const conversationId = this.#id ?? (await this.find(first, timeoutMs)).conversationId
    await client.closeConversation(conversationId, { guard: { messageIds: this.#messageIds }, wrapUp: { pick: 'first' }, timeoutMs })
    ledger.done({ conversationId, messageIds: this.#messageIds, how: 'closed' })
  }
}
