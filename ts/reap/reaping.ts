import type { Counts } from '../boundary/addon'
import { GenesysError, isGenesysError } from '../boundary/errors'
import type { GenesysClient } from '../client/client'
import { type Cancellations, closeMany } from '../client/close-many'
import { removeFile } from '../ledger/file'
import { throwIfAborted } from '../boundary/signals'
import { now } from '../boundary/time'
import { mark, tidy, warn } from './marks'
import { inLanes } from './lanes'
import { Outcomes, type Told } from './outcomes'
import { Plan, Target } from './plan'
import { receiptOf, writeReceipt } from './receipt'
import type { Selection } from './select'
import type { CallOptions, CloseManyReport, ReapOptions, ReapReport } from '../types/public'

const LANES = 8
const OPERATION = 'reap'

/** The entry that stands for a target: the oldest one. */
function entryOf({ claims, conversationId, messageIds, at }: Target): Told {
  const { run = '', worker = 0 } = claims.find((claim) => claim.at === at) ?? {}
  return { conversationId, messageIds, run, worker, at }
}

const elsewhere = (conversationId: string) => new GenesysError('GUARD_REFUSED', 'The ledger names a conversation to which its messages do not lead.', {
  operation: OPERATION,
  conversationId,
  hint: 'Nothing was written. Look at who changed the ledger.',
})

/** Whatever a client's call rejects with is an error of ours; of anything else nothing is known. */
function known(error: unknown): GenesysError {
  if (isGenesysError(error)) return error
  throw error
}

/** What a reap works with. */
interface Parts {
  client: GenesysClient
  folder: string
  org: string
  selection: Selection
  options: Pick<ReapOptions, 'wrapUp' | 'onProgress' | 'timeoutMs' | 'guard'>
  signal: AbortSignal
  cancellations: Cancellations
}

/** One reap: what was found in a ledger, and what became of it. */
export class Reaping {
  #outcomes = new Outcomes()
  #startedAt = now()
  #cost: Pick<CloseManyReport, 'requests'> = { requests: 0 }
  #receipt: string | undefined

  constructor(private readonly parts: Parts) {}

  async plan(): Promise<Plan> {
    const { client, selection, options: { timeoutMs }, signal } = this.parts
    const plan = await Plan.make(client, selection, { lanes: LANES, timeoutMs, signal })
    throwIfAborted(signal)
    for (const entry of plan.nowhere) this.#outcomes.unknown(entry, 'leads-nowhere')
    for (const entry of selection.neverEchoed) this.#outcomes.unknown(entry, 'nothing-came-back')
    for (const { error, ...entry } of plan.failed) this.#outcomes.broke(entry, error)
    return plan
  }

  /** Reads what would be ended, and writes nothing anywhere. */
  async look(plan: Plan): Promise<ReapReport> {
    await inLanes(plan.targets, LANES, (target) => this.#lookAt(target))
    return this.#report()
  }

  async #lookAt(target: Target): Promise<void> {
    const entry = entryOf(target)
    try {
      const { state } = await this.parts.client.getConversation(target.conversationId, this.#limits())
      if (state === 'open') await this.#prove(target)
      this.#outcomes.ended(entry, state === 'open' ? 'would-close' : 'already-closed')
    } catch (error) {
      throwIfAborted(this.parts.signal)
      this.#outcomes.broke(entry, known(error))
    }
  }

  /** What the guard of the close would ask of the messages. */
  async #prove({ conversationId, proofs }: Target): Promise<void> {
    for (const messageId of proofs) {
      if (await this.parts.client.findConversation({ messageId }, this.#limits()) !== conversationId) throw elsewhere(conversationId)
    }
  }

  #limits(): CallOptions {
    const { options: { timeoutMs }, signal } = this.parts
    return { signal, timeoutMs }
  }

  /** Ends the targets; what was done is in the ledger and in a receipt, also where it was not all. */
  async end({ targets }: Plan): Promise<ReapReport> {
    const { cancellations, options: { onProgress }, selection } = this.parts
    const byId = new Map(targets.map((target) => [target.conversationId, target]))
    try {
      const closeOne = (id: string) => this.#end(byId.get(id) ?? new Target(id))
      const how = { concurrency: LANES, operation: OPERATION, cancellations, closeOne, onProgress }
      this.#cost = await closeMany({ ids: [...byId.keys()], ...how })
    } finally {
      this.#receipt = this.#giveReceipt()
      tidy(selection.files, removeFile)
    }
    return this.#report()
  }

  async #end(target: Target): Promise<Counts> {
    const { client, options: { wrapUp, timeoutMs, guard }, cancellations, signal } = this.parts
    try {
      const options = { timeoutMs, wrapUp, guard: target.guard(guard) }
      const report = await client._closeItem(target.conversationId, options, cancellations)
      for (const { file, messageIds } of target.claims) mark(file, { conversationId: target.conversationId, messageIds, how: 'reaped' })
      // Agents alone are never ended here.
      this.#outcomes.ended(entryOf(target), report.outcome === 'already-closed' ? report.outcome : 'closed')
      return report
    } catch (error) {
      if (!(signal.aborted && isGenesysError(error, 'ABORTED'))) this.#outcomes.broke(entryOf(target), known(error))
      throw error
    }
  }

  #giveReceipt(): string | undefined {
    const { folder, org } = this.parts
    if (this.#outcomes.conversations.length === 0) return undefined
    try {
      return writeReceipt(folder, receiptOf({ org, startedAt: this.#startedAt, report: this.#report() }))
    } catch (cause) {
      warn('The receipt could not be written', cause)
      return undefined
    }
  }

  #report(): ReapReport {
    const cost = { ...this.#cost, elapsedMs: now() - this.#startedAt }
    return { ...this.#outcomes.report(cost, this.parts.selection), ...(this.#receipt && { receipt: this.#receipt }) }
  }
}
