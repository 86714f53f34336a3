import { GenesysError } from '../boundary/errors'
import { isMessageId, isUuid } from '../options/ids'
import { Book } from './book'
import { VARIABLE, folderOf, whyNot } from './folder'
import { thisProcess } from './life'
import { type Org, orgHost } from './org'
import { Pages } from './pages'
import { type Run, readFolder } from './read'
import { type LedgerRecord, type RecordOf, VERSION, doneRecords, lineOf } from './record'

const OPERATION = 'ledger'

/** How something was seen ended. */
interface Ended { conversationId?: string | undefined; messageId?: string | undefined; how: string }

function refuse(message: string, cause?: unknown): GenesysError {
  const hint = `Name a folder that can be written with ${VARIABLE}.`
  return new GenesysError('INVALID_INPUT', message, { operation: OPERATION, ...(cause !== undefined && { cause, hint }) })
}

function begin(folder: string, header: RecordOf<'run'>): Pages {
  try {
    return new Pages(folder, header)
  } catch (cause) {
    if (cause instanceof TypeError) throw refuse(`The ledger cannot be kept: ${cause.message}.`)
    throw refuse(`The ledger cannot be kept in ${folder}: ${whyNot(cause)}.`, cause)
  }
}

/** Whose run begins, and where. */
interface Begun { folder?: string | undefined; run: string; worker?: number; org?: Org; deploymentId?: string | undefined }

/**
 * What one worker opened and must end, on disk before the next statement runs: `kill -9` loses
 * nothing. It holds ids, times and hosts; no text, no token, no secret has a field there.
 */
export class Ledger {
  #pages: Pages | undefined
  #book = new Book()

  private constructor(pages: Pages) {
    this.#pages = pages
  }

  /** Begins a file of this process. `org` is `{ host }`, `{ apiUrl }`, `{ region }`, or a connection that has one. */
  static open({ folder, run, worker = 0, org = {}, deploymentId }: Begun): Ledger {
    const host = orgHost(org)
    if (host === undefined) throw refuse('The ledger must know the org: apiUrl, host or region.')
    const header: RecordOf<'run'> = { type: 'run', v: VERSION, at: Date.now(), run, worker, org: host, ...(deploymentId && { deploymentId }), ...thisProcess() }
    return new Ledger(begin(folderOf(folder), header))
  }

  /** What a folder says is open, of all runs; tolerant of torn lines and of files that are not its own. */
  static read(folder?: string) {
    const { runs, foreign } = readFolder(folderOf(folder))
    const open = runs.flatMap(({ header, book, life }) => {
      const { run, worker, org, deploymentId } = header
      return book.open().map(({ guest: _guest, ...entry }) => ({ ...entry, run, worker, org, ...(deploymentId && { deploymentId }), life }))
    })
    const count = (of: (run: Run) => number) => runs.reduce((sum, each) => sum + of(each), 0)
    return { open, unknown: count(({ book }) => book.neverEchoed().length), damaged: count(({ damaged }) => damaged), foreign }
  }

  get path(): string | undefined {
    return this.#pages?.path
  }

  /** A guest has sent something that has not come back yet. */
  sent({ guest }: { guest: string }): void {
    this.#note({ type: 'sent', at: Date.now(), guest })
  }

  /**
   * A message id on our own guest's socket; may be called for each. What is no id is passed over. `own: false` where it is
   * no echo of a message of the guest's.
   */
  opened({ guest, messageId, own = true }: { guest: string; messageId: unknown; own?: boolean }): void {
    if (typeof messageId === 'string' && isMessageId(messageId)) this.#note({ type: 'opened', at: Date.now(), guest, messageId, ...(!own && { own }) })
  }

  /** A conversation that is ours and known by its id. */
  tracked({ conversationId }: { conversationId: string }): void {
    if (isUuid(conversationId)) this.#note({ type: 'tracked', at: Date.now(), conversationId: conversationId.toLowerCase() })
  }

  /** Which conversation a message has led to. */
  resolved({ messageId, conversationId }: { messageId: string; conversationId: string }): void {
    this.#note({ type: 'resolved', at: Date.now(), messageId, conversationId: conversationId.toLowerCase() })
  }

  /** Seen ended: the conversation, and that of a message. Other messages of its guest may have led to another one. */
  ended({ conversationId, messageId, how }: Ended): void {
    this.#note({ type: 'ended', at: Date.now(), conversationId: conversationId?.toLowerCase(), messageId, how })
  }

  /** Seen ended: a conversation, and exactly the messages that were in it. */
  done({ conversationId, messageIds, how }: { conversationId: string; messageIds: string[]; how: string }): void {
    const fields = { conversationId: conversationId.toLowerCase(), messageIds: this.#book.openOf(messageIds), how }
    for (const record of doneRecords(fields)) this.#note(record)
  }

  /** What a guest sent and never saw come back was refused, or is known to have led nowhere else. */
  settled({ guest }: { guest: string }): void {
    if (this.#book.neverEchoed().some((each) => each.guest === guest)) this.#note({ type: 'done', at: Date.now(), guest, how: 'settled' })
  }

  /** A file with nothing left open is removed; what is left open is said to belong to a run that is over. */
  close(): void {
    if (this.#pages === undefined) return
    if (this.#book.isEmpty) this.#pages.remove()
    else this.#pages.write({ type: 'over', at: Date.now() })
    this.#pages.close()
    this.#pages = undefined
  }

  #note(record: LedgerRecord): void {
    if (lineOf(record) === undefined) throw refuse(`The ledger cannot note that: a field of '${record.type}' is no id or short name.`)
    if (this.#pages !== undefined && this.#book.apply(record)) this.#pages.write(record)
  }
}
