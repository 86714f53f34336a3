import type { GenesysError } from '../../boundary/errors'
import type { CloseReport, Conversation } from '../../types/public'
import type { NamedOrg } from '../org'
import type { Target } from './targets'

/** What can become of a conversation: its mark, how it is told, and how several are counted. In the order in which they are counted. */
export const OUTCOMES = {
  closed: { mark: '✓', color: 'green', told: 'closed', isDone: true },
  'would-close': { mark: '•', color: 'cyan', told: 'would be closed', isDone: true },
  'already-closed': { mark: '✓', color: 'green', told: 'already closed', isDone: true },
  'agents-ended': { mark: '!', color: 'yellow', told: 'still open, its agents ended', isDone: false },
  failed: { mark: '✗', color: 'red', told: 'failed', isDone: false },
  refused: { mark: '✗', color: 'red', told: 'refused', isDone: false },
  interrupted: { mark: '!', color: 'yellow', told: 'interrupted', isDone: false },
  'not-begun': { mark: '–', color: 'dim', told: 'not begun', isDone: false },
} as const

export type Outcome = keyof typeof OUTCOMES

/** What became of one target. */
export type Result = Target & {
  outcome: Outcome
  report?: CloseReport
  error?: GenesysError
  participants?: Conversation['participants']
}

/** What a whole command came to. */
export interface Closed { org: NamedOrg; results: Result[]; elapsedMs: number; dryRun?: boolean | undefined }

export const isDone = ({ outcome }: Result): boolean => OUTCOMES[outcome].isDone

/** How many there are of each, those that are none left out. */
export function counted(results: Result[]): { told: string; count: number }[] {
  return Object.entries(OUTCOMES)
    .map(([outcome, { told }]) => ({ told, count: results.filter((result) => result.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
}
