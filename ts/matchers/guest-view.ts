import { GenesysError } from '../boundary/errors'
import { UNUSABLE, askGuest } from '../client/testimony'
import { now } from '../boundary/time'
import { dissent, reasonFrom } from '../client/verdict'
import { serverWitness } from './conversation-view'

/** So long one look at an open guest takes; one at a closed guest takes no time. */
const SLICE_MS = 50
/** Reads spend the client's budget. */
const READ_EVERY_MS = 250

const SILENT = { saw: 'nothing', detail: UNUSABLE }
/** A closing frame is the server's own word, where nobody can read its record. */
const BY_ITS_FRAME = { saw: 'closed', detail: 'as its closing frame says' }
const ENDS = ['closed', 'reopened', 'cleared', 'expired', 'displaced']
const OTHER_ENDS = ['cleared', 'expired', 'displaced']
const NOT_TOLD_HINT = "Look at the guest's socket at that time, and at conversationDisconnect in the Messenger configuration."

const beginsAnew = ({ kind, detail }) => kind === 'session' && detail?.newSession === true

/** How the session stands ended without a closing frame, as the guest's events say. */
function otherEnd({ events }) {
  const last = events.findLast((event) => ENDS.includes(event.kind) || beginsAnew(event))
  return OTHER_ENDS.includes(last?.kind) ? last.kind : undefined
}

/** How a session last ended without a closing frame; an app may have begun another one since. */
function lastEnd({ events }) {
  const last = events.findLast((event) => ENDS.includes(event.kind))
  return OTHER_ENDS.includes(last?.kind) ? last.kind : undefined
}

const notTold = ({ detail }) => new GenesysError('GUEST_NOT_TOLD', `The guest was not told: ${detail}.`, { hint: NOT_TOLD_HINT })

/** What speaks against "closed": by the addon's rule, as far as there is something to put under it. */
function against({ server, wire, page }, setting) {
  if (server !== undefined && !server.isUnread) return dissent({ server, wire, page }, setting)
  return wire.saw === 'closed' ? dissent({ server: BY_ITS_FRAME, wire, page }) : notTold(wire)
}

/** Whether nothing can be said of the guest: its socket could carry no word of an end, and none came before. */
const isUnseen = ({ wire }, end) => wire.saw === 'nothing' && end === undefined

/** A guest as it is looked at again and again: its witnesses, and what they come to. */
class GuestView {
  #guest
  #asksServerWhen
  #signal
  #since = now()
  #server
  #readAt = -Infinity

  /** The server's record is read only where the guest's socket says `asksServerWhen`. */
  constructor(guest, asksServerWhen, { signal }) {
    this.#guest = guest
    this.#asksServerWhen = asksServerWhen
    this.#signal = signal
  }

  /** One look; with a settle window the guest itself watches over it. */
  async look(left, staysForMs = 0) {
    const timeoutMs = staysForMs > 0 ? left : Math.min(left, SLICE_MS)
    const { wire = SILENT, page, closure } = await this.#ask({ timeoutMs, staysForMs, patienceMs: left })
    const server = wire.saw === this.#asksServerWhen ? await this.#readServer(left) : undefined
    return this.#seen({ server, wire, page }, closure)
  }

  /** The same look with what explains it: the server's record, and what the deployment says. */
  async explained({ witnesses, closure }, left) {
    const { wire, page } = witnesses
    const server = await this.#readServer(left, true)
    const setting = server?.saw === 'closed' ? await reasonFrom(this.#setting(left), this.#guest, wire) : undefined
    return this.#seen({ server, wire, page }, closure, setting)
  }

  get conversationId() {
    return this.#guest._reader?.conversationId
  }

  #ask(options) {
    return askGuest(this.#guest, { ...options, serverClosedAt: this.#since, signal: this.#signal })
  }

  #seen(witnesses, closure, setting) {
    const isSilent = witnesses.wire.detail.startsWith(UNUSABLE) && witnesses.page === undefined
    const [end, last] = [otherEnd(this.#guest), lastEnd(this.#guest)]
    return { witnesses, closure, end, lastEnd: last, dissent: against(witnesses, setting), isSilent, isUnseen: isUnseen(witnesses, last) }
  }

  async #readServer(left, isLast = false) {
    const reader = this.#guest._reader
    if (typeof reader?.client.conversation !== 'function') return undefined
    if (isLast || now() - this.#readAt >= READ_EVERY_MS) {
      this.#server = await serverWitness(reader.client.conversation(reader.conversationId), Math.max(left, READ_EVERY_MS))
      this.#readAt = now()
    }
    return this.#server
  }

  async #setting(left) {
    const ask = this.#guest._reader?.client._disconnectSetting
    return ask?.call(this.#guest._reader.client, { timeoutMs: Math.max(left, READ_EVERY_MS) }).catch(() => undefined)
  }
}

export { GuestView }
