import { setMaxListeners } from 'node:events'
import type { Answer } from '../boundary/addon'
import { callWith, signalOf } from '../boundary/call'
import { GenesysClient } from '../client/client'
import { Cancellations } from '../client/close-many'
import { type CheckedConnection, connectionOf } from '../client/connection'
import { GenesysError } from '../boundary/errors'
import { folderOf, whyNot } from '../ledger/folder'
import { orgHost } from '../ledger/org'
import { readFolder } from '../ledger/read'
import { TABLES, checkOptions } from '../options'
import type { ReapOptions, ReapReport } from '../types/public'
import type { Plan } from './plan'
import { Reaping } from './reaping'
import { select } from './select'

const OPERATION = 'reap'

function orgOf(connection: CheckedConnection): string {
  const host = orgHost(connectionOf(connection, OPERATION))
  if (host !== undefined) return host
  throw new GenesysError('INVALID_INPUT', 'The ledger may hold entries of several orgs, and none is named.', {
    operation: OPERATION, hint: `Give region or apiUrl, or set ${TABLES.ConnectionOptions.fields.region.env[0]}.`,
  })
}

function readLedger(folder: string) {
  try {
    return readFolder(folder)
  } catch (cause) {
    throw new GenesysError('INVALID_INPUT', `The ledger in ${folder} cannot be read: ${whyNot(cause)}.`, { operation: OPERATION, cause })
  }
}

/** Native work stops with its own signal; what runs here stops with this one. */
function signalFor(cancellations: Cancellations): AbortSignal {
  const controller = new AbortController()
  const reason = () => new GenesysError('ABORTED', 'The call was aborted.', { operation: OPERATION })
  cancellations.add({ cancel: () => controller.abort(reason()) })
  // Each look-up listens, and there are many at the same time.
  setMaxListeners(0, controller.signal)
  return controller.signal
}

async function perform(options: unknown, cancellations: Cancellations, onPlan?: OnPlan): Promise<Answer<ReapReport>> {
  const { ledger, dryRun = false, includeLive = false, wrapUp, onProgress, signal: _heldByTheCall, ...connection } = checkOptions('ReapOptions', options, OPERATION)
  const folder = folderOf(ledger)
  const org = orgOf(connection)
  const selection = select(readLedger(folder), { host: org, includeLive })
  const client = new GenesysClient(connection)
  try {
    const { timeoutMs, guard } = connection
    const reaping = new Reaping({
      client, folder, org, selection, cancellations, options: { wrapUp, onProgress, timeoutMs, guard }, signal: signalFor(cancellations),
    })
    const plan = await reaping.plan()
    onPlan?.(plan.targets)
    return { ok: await (dryRun ? reaping.look(plan) : reaping.end(plan)) }
  } finally {
    await client.dispose()
  }
}

type OnPlan = (targets: Plan['targets']) => void

/** The same with a look at what is about to be ended: for the command line. */
export function reapShowing(options: ReapOptions, onPlan: OnPlan): Promise<ReapReport> {
  return callWith(reapShowing, signalOf(options), (cancellations) => perform(options, cancellations, onPlan), () => new Cancellations())
}

/**
 * Ends what the ledger says this org's finished runs opened and never closed, and nothing else: the
 * messages seen on the test's own socket must lead to the conversation. See docs/reap.md.
 */
export function reap(options?: ReapOptions): Promise<ReapReport> {
  return callWith(reap, signalOf(options), (cancellations) => perform(options, cancellations), () => new Cancellations())
}
