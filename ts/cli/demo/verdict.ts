import { isGenesysError } from '../../boundary/errors'
import type { Story, Verdict } from '../../timeline/model'
import type { CloseReport } from '../../types/public'
import { EFFECTS, sentencesOf } from '../words'

/** A timeline's story, with what it came to. */
export type Scene = Story & { verdict: Verdict }
export interface Judged { report: Partial<CloseReport> | undefined; verdict: Verdict }

/** How the guest was told, in words. */
function told({ witnesses: { wire } }: CloseReport): string {
  if (wire === undefined) return 'the guest was not asked'
  return wire.mode === undefined ? 'the guest was told' : `the guest was told (${wire.mode})`
}

const HEADS: Record<CloseReport['outcome'], string> = { closed: 'Closed', 'already-closed': 'It had been closed before', 'agents-ended': 'Still open, its agents ended' }

/** A report is a verdict for. */
export function ofReport(report: CloseReport): Verdict {
  return { tone: 'ok', code: 'closed', text: `${HEADS[report.outcome]}, and ${told(report)}.`, hint: report.summary() }
}

/** An error of the product is a verdict against; anything else is a fault of the demo, and thrown on. */
export function ofFailure(error: unknown): Judged {
  if (!isGenesysError(error)) throw error
  const { code, hint, effect } = error
  const left = isGenesysError(error, 'ABORTED') ? ` ${EFFECTS[effect]}` : ''
  return { report: error.report, verdict: { tone: 'fail', code, text: `${code}: ${sentencesOf(error)}${left}`, hint } }
}

export const isClosed = ({ code }: Verdict): boolean => code === 'closed'
