import path from 'node:path'
import type { Target } from '../../reap/plan'
import type { ReapReport, ReapedConversation } from '../../types/public'
import { table } from '../table'

interface DryRun { dryRun?: true }

const seconds = (at: string | number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** What is about to be ended. */
export function preview(targets: Target[]): string {
  const rows = targets.map(({ conversationId, messageIds, claims: [claim], at }) => {
    return [conversationId, messageIds.length, claim?.run ?? '', claim?.worker ?? '', seconds(at)]
  })
  return `Ending ${plural(targets.length, 'conversation')}:\n${table([['conversation', 'messages', 'run', 'worker', 'opened'], ...rows])}`
}

const REASONS: Record<NonNullable<ReapedConversation['reason']>, string> = { 'nothing-came-back': 'sent, nothing came back', 'leads-nowhere': 'its messages lead nowhere' }

/** What a dry run has found. */
export function outcomes({ conversations }: ReapReport): string {
  if (conversations.length === 0) return ''
  const rows = conversations.map(({ conversationId, messageIds, run, worker, openedAt, outcome, code, reason }) => {
    const what = outcome.replace('-', ' ')
    const why = code ?? (reason && REASONS[reason])
    return [conversationId ?? '-', messageIds.length, run, worker, seconds(openedAt), why === undefined ? what : `${what}: ${why}`]
  })
  return table([['conversation', 'messages', 'run', 'worker', 'opened', 'what'], ...rows])
}

const OTHERS = { alreadyClosed: 'already closed', failedTotal: 'failed', refused: 'refused', unknown: 'unknown' }

function counts(report: ReapReport, { dryRun }: DryRun): string {
  const wouldClose = report.conversations.filter(({ outcome }) => outcome === 'would-close').length
  const first = dryRun ? `${wouldClose} would be closed` : `${report.closed} closed`
  const others = Object.entries(OTHERS).map(([name, word]) => ({ word, count: report[name as keyof typeof OTHERS] })).filter(({ count }) => count > 0)
  return `${[first, ...others.map(({ count, word }) => `${count} ${word}`)].join(', ')}.\n`
}

const LEFT_ALONE: [name: keyof ReapReport['leftAlone'], of: string][] = [
  ['otherOrg', 'of another org'],
  ['alive', 'of runs that are alive (--include-live ends them too)'],
  ['elsewhere', 'of runs on another machine or in another container (--include-live ends them too)'],
]

function leftAlone({ leftAlone: left }: ReapReport): string {
  return LEFT_ALONE.filter(([name]) => left[name] > 0).map(([name, of]) => `Left alone: ${left[name]} ${of}.\n`).join('')
}

/** Refusals and unknowns by what they are; failures in the words of their errors. */
function troubles({ conversations, failed, failedTotal }: ReapReport): string {
  const refused = conversations.filter(({ outcome }) => outcome === 'refused').map(({ conversationId, code }) => `refused  ${conversationId}  ${code}\n`)
  const unknown = conversations.filter(({ outcome }) => outcome === 'unknown').map(({ reason, messageIds: [id], run }) => {
    return `unknown  ${id ?? `a guest of ${run}`}  ${reason && REASONS[reason]}\n`
  })
  const told = failed.map(({ conversationId, error }) => `failed   ${conversationId}  ${error.message.replaceAll('\n', '\n           ')}\n`)
  const more = failedTotal > failed.length ? [`and ${failedTotal - failed.length} more that failed\n`] : []
  return [...refused, ...unknown, ...told, ...more].map((line) => `  ${line}`).join('')
}

function unreadable({ damaged, foreign }: ReapReport): string {
  const lines = damaged > 0 ? `${plural(damaged, 'line')} of the ledger could not be read.\n` : ''
  return `${lines}${foreign > 0 ? `${plural(foreign, 'file')} in its folder ${foreign === 1 ? 'is' : 'are'} not of the ledger, or of another version.\n` : ''}`
}

/** "Nothing to end" is said only where all was read, and nothing left alone. */
function nothing({ damaged, foreign, leftAlone: left }: ReapReport): string {
  const isAll = [damaged, foreign, ...Object.values(left)].every((count) => count === 0)
  return isAll ? 'Nothing to end.\n' : 'Nothing was ended.\n'
}

/** Of what was done there is one, unless a warning has said why not. */
export const lacksReceipt = ({ conversations, receipt }: ReapReport, { dryRun }: DryRun) => !dryRun && conversations.length > 0 && receipt === undefined

function receiptOf(report: ReapReport, flags: DryRun): string {
  if (report.receipt !== undefined) return `Receipt: ${path.relative('', report.receipt)}\n`
  return lacksReceipt(report, flags) ? 'There is no receipt: it could not be written.\n' : ''
}

/** What it came to. */
export function summary(report: ReapReport, flags: DryRun): string {
  const told = report.conversations.length === 0 ? nothing(report) : counts(report, flags)
  return `${told}${troubles(report)}${leftAlone(report)}${unreadable(report)}${receiptOf(report, flags)}`
}
