import { isGenesysError, GenesysError } from '../boundary/errors'
import { closeMany } from '../client/close-many'
import { removeFile } from '../ledger/file'
import { throwIfAborted } from '../boundary/signals'
import { now } from '../boundary/time'
import { mark, tidy, warn } from './marks'
import { Outcomes } from './outcomes'
import { Plan, inLanes } from './plan'
import { receiptOf, writeReceipt } from './receipt'

const LANES = 8
const OPERATION = 'reap'

/** The entry that stands for a target: the oldest one. */
function entryOf(target) {
  const { run, worker } = target.claims.find(({ at }) => at === target.at)
  const { conversationId, messageIds, at } = target
  return { conversationId, messageIds, run, worker, at }
}

const elsewhere = (conversationId) => new GenesysError('GUARD_REFUSED', 'The ledger names a conversation to which its messages do not lead.', {
  operation: OPERATION,
  conversationId,
  hint: 'Nothing was written. Look at who changed the ledger.',
})

/** One reap: what was found in a ledger, and what became of it. */
class Reaping {
  #outcomes = new Outcomes()
  #startedAt = now()
  #cost = { requests: 0 }

  constructor({ client, folder, org, selection, options, signal, cancellations }) {
    Object.assign(this, { client, folder, org, selection, options, signal, cancellations })
  }

  async plan() {
    const { timeoutMs } = this.options
    const plan = await Plan.make(this.client, this.selection, { lanes: LANES, timeoutMs, signal: this.signal })
    throwIfAborted(this.signal)
    for (const entry of plan.nowhere) this.#outcomes.unknown(entry, 'leads-nowhere')
    for (const entry of this.selection.neverEchoed) this.#outcomes.unknown(entry, 'nothing-came-back')
    for (const { error, ...entry } of plan.failed) this.#outcomes.broke(entry, error)
    return plan
  }

  /** Reads what would be ended, and writes nothing anywhere. */
  async look(plan) {
    await inLanes(plan.targets, LANES, (target) => this.#lookAt(target))
    return this.#report()
  }

  async #lookAt(target) {
    const entry = entryOf(target)
    try {
      const { state } = await this.client.getConversation(target.conversationId, this.#limits())
      if (state === 'open') await this.#prove(target)
      this.#outcomes.ended(entry, state === 'open' ? 'would-close' : 'already-closed')
    } catch (error) {
      throwIfAborted(this.signal)
      this.#outcomes.broke(entry, error)
    }
  }

  /** What the guard of the close would ask of the messages. */
  async #prove({ conversationId, proofs }) {
    for (const messageId of proofs) {
      if (await this.client.findConversation({ messageId }, this.#limits()) !== conversationId) throw elsewhere(conversationId)
    }
  }

  #limits() {
    const { timeoutMs } = this.options
    return { signal: this.signal, ...(timeoutMs && { timeoutMs }) }
  }

  /** Ends the targets; what was done is in the ledger and in a receipt, also where it was not all. */
  async end(plan) {
    const targets = new Map(plan.targets.map((target) => [target.conversationId, target]))
    const { cancellations, options: { onProgress } } = this
    try {
      const closeOne = (id) => this.#end(targets.get(id))
      const how = { concurrency: LANES, operation: OPERATION, cancellations, closeOne, onProgress }
      this.#cost = await closeMany({ ids: [...targets.keys()], ...how })
    } finally {
      this.receipt = this.#giveReceipt()
      tidy(this.selection.files, removeFile)
    }
    return this.#report()
  }

  async #end(target) {
    const { wrapUp, guard: connectionGuard } = this.options
    const guard = target.guard(connectionGuard)
    try {
      const { timeoutMs } = this.options
      const options = { ...(timeoutMs && { timeoutMs }), ...(wrapUp !== undefined && { wrapUp }), ...(guard && { guard }) }
      const report = await this.client._closeItem(target.conversationId, options, this.cancellations)
      for (const { file, messageIds } of target.claims) mark(file, { conversationId: target.conversationId, messageIds, how: 'reaped' })
      this.#outcomes.ended(entryOf(target), report.outcome)
      return report
    } catch (error) {
      if (!(this.signal.aborted && isGenesysError(error, 'ABORTED'))) this.#outcomes.broke(entryOf(target), error)
      throw error
    }
  }

  #giveReceipt() {
    if (this.#outcomes.conversations.length === 0) return undefined
    try {
      return writeReceipt(this.folder, receiptOf({ org: this.org, startedAt: this.#startedAt, report: this.#report() }))
    } catch (cause) {
      warn('The receipt could not be written', cause)
      return undefined
    }
  }

  #report() {
    const cost = { ...this.#cost, elapsedMs: now() - this.#startedAt }
    return { ...this.#outcomes.report(cost, this.selection), ...(this.receipt && { receipt: this.receipt }) }
  }
}

export { Reaping }
