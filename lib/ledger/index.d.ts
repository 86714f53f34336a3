/** Inside the package only: what the Playwright fixtures need of the ledger. Not exported. */

export interface LedgerOptions {
  /** Default: `PLAYWRIGHT_GENESYS_LEDGER`, then `.playwright-genesys/ledger`. */
  folder?: string
  /** A short name without blanks, the same for all workers of a run. */
  run: string
  /** The worker's index. Default 0. */
  worker?: number
  /** One of them is needed; a whole connection will do. */
  org: { host?: string; apiUrl?: string; region?: string }
  deploymentId?: string
}

export interface LedgerEntry {
  messageIds: string[]
  conversationId?: string
  /** The host of the org's Platform API. */
  org: string
  deploymentId?: string
  run: string
  worker: number
  /** When it was first met, in milliseconds since 1970. */
  at: number
  /** Whether the run still goes on; `'elsewhere'` where that cannot be told from here. */
  life: 'over' | 'alive' | 'elsewhere'
}

export class Ledger {
  private constructor()
  /** Begins a file of this process. Throws `INVALID_INPUT` where the folder cannot be written. */
  static open(options: LedgerOptions): Ledger
  /** What a folder says is open, of all orgs and runs. */
  static read(folder?: string): { open: LedgerEntry[]; unknown: number; damaged: number; foreign: number }
  readonly path: string
  /** `guest` names one session of one page: another token in the same page is another guest. */
  sent(what: { guest: string }): void
  /** May be called for each message id of the guest's socket, repeated ones too; what is no id is passed over. */
  opened(what: { guest: string; messageId: string | undefined }): void
  tracked(what: { conversationId: string }): void
  resolved(what: { messageId: string; conversationId: string }): void
  ended(what: { conversationId?: string; messageId?: string; guest?: string; how?: string }): void
  /** Removes the file where nothing is open. */
  close(): void
}
