import type { AskedWitness, Witnesses } from './failure'
import type { Checked } from './options'
import type { Guest } from './subject'
import type { DisconnectSetting } from '../boundary/addon'
import { GenesysError } from '../boundary/errors'
import { UNUSABLE, askGuest } from '../client/testimony'
import { now } from '../boundary/time'
import { dissent, reasonFrom } from '../client/verdict'
import { mayPass, serverWitness, unreadBy } from './conversation-view'
import type { GuestEvent, TestifyOptions, ToBeClosedOptions, Witness } from '../types/public'

/** An end of a session without a closing frame. */
type OtherEnd = NonNullable<ToBeClosedOptions['kind']>

/** What one look at a guest comes to. */
export interface Sight {
  witnesses: Witnesses
  /** How the session stands ended without a closing frame. */
  end: OtherEnd | undefined
  /** How one last ended so; an app may have begun another one since. */
  lastEnd: OtherEnd | undefined
  /** What speaks against "closed". */
  dissent: GenesysError | undefined
  isSilent: boolean
  /** Nothing can be said of the guest. */
  isUnseen: boolean
}

/** So long one look at an open guest takes; one at a closed guest takes no time. */
const SLICE_MS = 50
/** Reads spend the client's budget. */
const READ_EVERY_MS = 250

const BEING_FOUND: Witness = { saw: 'nothing', detail: 'not found yet: its conversation is being looked up' }
const SILENT: Witness = { saw: 'nothing', detail: UNUSABLE }
/** A closing frame is the server's own word, where nobody can read its record. */
const BY_ITS_FRAME: Witness = { saw: 'closed', detail: 'as its closing frame says' }
const OTHER_ENDS: readonly GuestEvent['kind'][] = ['cleared', 'expired', 'displaced'] satisfies OtherEnd[]
const ENDS: readonly GuestEvent['kind'][] = ['closed', 'reopened', ...OTHER_ENDS]
const NOT_TOLD_HINT = "Look at what came over the guest's socket at that time; where it was no closing frame at all, at conversationDisconnect in the Messenger configuration."

const NOT_READ_HINT = 'Look at why the record could not be read; what a token may not read counts as not asked.'

const isOtherEnd = (kind: GuestEvent['kind'] | undefined): kind is OtherEnd => kind !== undefined && OTHER_ENDS.includes(kind)
const beginsAnew = ({ kind, detail }: GuestEvent) => kind === 'session' && detail?.newSession === true

/** The last event that counts, where it is such an end. */
function endIn({ events }: Guest, counts: (event: GuestEvent) => boolean): OtherEnd | undefined {
  const kind = events.findLast(counts)?.kind
  return isOtherEnd(kind) ? kind : undefined
}

const isEnd = ({ kind }: GuestEvent) => ENDS.includes(kind)

const notTold = ({ detail }: Witness) => new GenesysError('GUEST_NOT_TOLD', `The guest was not told: ${detail}.`, { hint: NOT_TOLD_HINT })

/** The server, where it may be asked and gave nothing that can be believed. */
export const unanswered = ({ server }: Witnesses): Witness | undefined => (server?.saw === 'nothing' && !server.isUnread ? server : undefined)

const notRead = ({ detail }: Witness) => new GenesysError('NOT_CLOSED', `The guest was told, and the server's record was ${detail}: whether it has ended is not known.`, { hint: NOT_READ_HINT })

/** What speaks against "closed": by the addon's rule, as far as there is something to put under it. */
function against(witnesses: Witnesses, setting: DisconnectSetting | undefined): GenesysError | undefined {
  const { server, wire } = witnesses
  const silent = unanswered(witnesses)
  if (server !== undefined && !server.isUnread && silent === undefined) return dissent(witnesses, setting)
  if (wire.saw !== 'closed') return notTold(wire)
  return silent === undefined ? dissent({ ...witnesses, server: BY_ITS_FRAME }, undefined) : notRead(silent)
}

/** Whether nothing can be said of the guest: its socket could carry no word of an end, and none came before. */
const isUnseen = ({ wire }: Witnesses, end: OtherEnd | undefined) => wire.saw === 'nothing' && end === undefined

/** A guest as it is looked at again and again: its witnesses, and what they come to. */
export class GuestView {
  #guest: Guest
  #asksServerWhen: Witness['saw']
  #signal: AbortSignal
  #since = now()
  #server: AskedWitness | undefined
  #readAt = -Infinity
  /** What the look-up of the conversation has come to, where it has not found it. */
  #notFound: AskedWitness | undefined
  /** When the conversation may be looked up: not while it is, and not again where that cannot help. */
  #lookUpAt = -Infinity

  /** The server's record is read only where the guest's socket says `asksServerWhen`. */
  constructor(guest: Guest, asksServerWhen: Witness['saw'], { signal }: Checked) {
    this.#guest = guest
    this.#asksServerWhen = asksServerWhen
    this.#signal = signal
  }

  /** One look; with a settle window the guest itself watches over it. */
  async look(left: number, staysForMs = 0): Promise<Sight> {
    const timeoutMs = staysForMs > 0 ? left : Math.min(left, SLICE_MS)
    const { wire = SILENT, page } = await this.#ask({ timeoutMs, staysForMs, patienceMs: left })
    const server = wire.saw === this.#asksServerWhen ? await this.#readServer(left) : undefined
    return this.#seen({ ...(server && { server }), wire, ...(page && { page }) })
  }

  /** The same look with what explains it: the server's record, and what the deployment says. */
  async explained({ witnesses: { server: before, ...witnesses } }: Sight, left: number): Promise<Sight> {
    const server = before ?? await this.#readServer(left, true)
    const setting = server?.saw === 'closed' ? await reasonFrom(this.#setting(left), this.#guest, witnesses.wire) : undefined
    return this.#seen({ ...(server && { server }), ...witnesses }, setting)
  }

  get conversationId(): string | undefined {
    return this.#guest._reader?.conversationId
  }

  #ask(options: Pick<TestifyOptions, 'timeoutMs' | 'staysForMs'> & { timeoutMs: number; patienceMs: number }) {
    return askGuest(this.#guest, { ...options, serverClosedAt: this.#since, signal: this.#signal })
  }

  #seen(witnesses: Witnesses, setting?: DisconnectSetting): Sight {
    const isSilent = witnesses.wire.detail.startsWith(UNUSABLE) && witnesses.page === undefined
    const end = endIn(this.#guest, (event) => isEnd(event) || beginsAnew(event))
    const lastEnd = endIn(this.#guest, isEnd)
    return { witnesses, end, lastEnd, dissent: against(witnesses, setting), isSilent, isUnseen: isUnseen(witnesses, lastEnd) }
  }

  async #readServer(left: number, isLast = false): Promise<AskedWitness | undefined> {
    const reader = this.#guest._reader
    if (reader === undefined) return this.#lookUp(left)
    if (reader.client.conversation === undefined) return undefined
    if (isLast || now() - this.#readAt >= READ_EVERY_MS) {
      this.#server = await serverWitness(reader.client.conversation(reader.conversationId), Math.max(left, READ_EVERY_MS))
      this.#readAt = now()
    }
    return this.#server
  }

  /** What a look-up has come to, which goes on beside the looks: where nothing is found in half the time, that is the answer. */
  #lookUp(left: number): AskedWitness | undefined {
    if (now() < this.#lookUpAt) return this.#notFound
    const finding = this.#guest._finding?.({ timeoutMs: Math.max(left / 2, READ_EVERY_MS), signal: this.#signal })
    if (finding === undefined) return undefined
    this.#notFound ??= BEING_FOUND
    this.#lookUpAt = Infinity
    finding.then(() => this.#foundAt(now() + READ_EVERY_MS, BEING_FOUND), (error: unknown) => {
      const why = unreadBy(error, 'not found')
      this.#foundAt(mayPass(error) && !why.isUnread ? now() + (error.retryAfterMs ?? READ_EVERY_MS) : Infinity, why)
    })
    return this.#notFound
  }

  #foundAt(again: number, why: AskedWitness): void {
    this.#lookUpAt = again
    this.#notFound = why
  }

  async #setting(left: number): Promise<DisconnectSetting | null | undefined> {
    return this.#guest._reader?.client._disconnectSetting?.({ timeoutMs: Math.max(left, READ_EVERY_MS) }).catch(() => undefined)
  }
}
