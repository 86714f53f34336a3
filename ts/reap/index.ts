import { setMaxListeners } from 'node:events'
import { call, signalOf } from '../boundary/call'
import { GenesysClient } from '../client/client'
import { Cancellations } from '../client/close-many'
import { connectionOf } from '../client/connection'
import { GenesysError } from '../boundary/errors'
import { folderOf, whyNot } from '../ledger/folder'
import { orgHost } from '../ledger/org'
import { readFolder } from '../ledger/read'
import { TABLES, checkOptions } from '../options'
import { Reaping } from './reaping'
import { select } from './select'

const OPERATION = 'reap'

function split(options) {
  const names = Object.keys(TABLES.ConnectionOptions.fields)
  const [connection, own] = [{}, {}]
  for (const [name, value] of Object.entries(options)) (names.includes(name) ? connection : own)[name] = value
  return { connection, own }
}

function orgOf(connection) {
  const host = orgHost(connectionOf(connection, OPERATION))
  if (host !== undefined) return host
  throw new GenesysError('INVALID_INPUT', 'The ledger may hold entries of several orgs, and none is named.', {
    operation: OPERATION, hint: `Give region or apiUrl, or set ${TABLES.ConnectionOptions.fields.region.env[0]}.`,
  })
}

function readLedger(folder) {
  try {
    return readFolder(folder)
  } catch (cause) {
    throw new GenesysError('INVALID_INPUT', `The ledger in ${folder} cannot be read: ${whyNot(cause)}.`, { operation: OPERATION, cause })
  }
}

/** Native work stops with its own signal; what runs here stops with this one. */
function signalFor(cancellations) {
  const controller = new AbortController()
  const reason = () => new GenesysError('ABORTED', 'The call was aborted.', { operation: OPERATION })
  cancellations.add({ cancel: () => controller.abort(reason()) })
  // Each look-up listens, and there are many at the same time.
  setMaxListeners(0, controller.signal)
  return controller.signal
}

async function perform(options, cancellations, onPlan) {
  const { connection, own: { ledger, dryRun = false, includeLive = false, ...own } } = split(checkOptions('ReapOptions', options, OPERATION))
  const folder = folderOf(ledger)
  const org = orgOf(connection)
  const selection = select(readLedger(folder), { host: org, includeLive })
  const client = new GenesysClient(connection)
  try {
    const { timeoutMs, guard } = connection
    const reaping = new Reaping({
      client, folder, org, selection, cancellations, options: { ...own, timeoutMs, guard }, signal: signalFor(cancellations),
    })
    const plan = await reaping.plan()
    onPlan?.(plan.targets)
    return { ok: await (dryRun ? reaping.look(plan) : reaping.end(plan)) }
  } finally {
    await client.dispose()
  }
}

/** The same with a look at what is about to be ended: for the command line. */
function reapShowing(options, onPlan) {
  return call(reapShowing, signalOf(options), (cancellations) => perform(options, cancellations, onPlan), () => new Cancellations())
}

/** Ends what the ledger says was opened and never closed. */
function reap(options) {
  return call(reap, signalOf(options), (cancellations) => perform(options, cancellations), () => new Cancellations())
}

export { reap, reapShowing }
