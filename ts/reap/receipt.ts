import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { binding } from '../boundary/binding'
import type { ReapReport } from '../types/public'

const FOLDER = 'receipts'

/** What was done, in ids, times and codes. */
export function receiptOf({ org, startedAt, report }: { org: string; startedAt: number; report: ReapReport }) {
  const { conversations, closed, alreadyClosed, failedTotal, refused, unknown, leftAlone } = report
  return {
    version: 1,
    by: `playwright-genesys ${binding.version()}`,
    org,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date().toISOString(),
    counts: { closed, alreadyClosed, failed: failedTotal, refused, unknown, leftAlone },
    conversations,
  }
}

/** Writes a receipt beside the ledger, whole or not at all, and gives its path. */
export function writeReceipt(ledger: string, receipt: ReturnType<typeof receiptOf>): string {
  const folder = path.join(ledger, FOLDER)
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = `${receipt.endedAt.replaceAll(':', '-')}-${randomBytes(4).toString('hex')}.json`
  const [draft, file] = [path.join(folder, `.${name}`), path.join(folder, name)]
  fs.writeFileSync(draft, `${JSON.stringify(receipt, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  fs.renameSync(draft, file)
  return file
}
