import type { ChildRun } from '../child'
import type { Mode } from './modes'
import type { Results, TestOutcome } from './results'

/** What was seen of one run: whether a simulator was started in it, and whether it has lied. */
export interface Observed { run: ChildRun; results: Results | undefined; started: boolean; lied: boolean }
/** The run without sabotage; `unusable` says why the rest would say nothing. */
export interface Baseline extends Observed { unusable: 'red' | 'empty' | undefined }
interface Compared { failed?: string[]; green?: string[]; notRun?: string[] }
export type JudgedMode = ReturnType<typeof judged>
export interface Judgement { baseline: Baseline; modes: JudgedMode[] }

/** The tests that passed without sabotage, by what became of them. */
function compared(baseline: Results | undefined, results: Results | undefined): Compared {
  if (baseline === undefined || results === undefined) return {}
  const names = [...baseline].filter(([, status]) => status === 'passed').map(([name]) => name)
  const now = (status: TestOutcome) => names.filter((name) => results.get(name) === status)
  return { failed: now('failed'), green: now('passed'), notRun: names.filter((name) => !results.has(name)) }
}

const isGreen = ({ status, timedOut }: ChildRun) => status === 0 && !timedOut

/** Whether the suite can say anything without sabotage; the reason why not. */
export function unusable({ run, results }: Observed): 'red' | 'empty' | undefined {
  if (!isGreen(run)) return 'red'
  return results !== undefined && results.size === 0 ? 'empty' : undefined
}

/**
 * Caught, missed, or not even met: the run's own status says red or green, the simulator's mark
 * whether there was a lie at all. Red without a lie says nothing about the lie.
 */
function verdictOf({ run, lied }: Observed): 'caught' | 'missed' | 'not met' | 'unclear' {
  if (isGreen(run)) return lied ? 'missed' : 'not met'
  return lied ? 'caught' : 'unclear'
}

/** What one mode came to. */
export function judged(observed: Observed & { mode: Mode }, baseline: Baseline) {
  const { mode, run: { status, timedOut, ms }, results, started, lied } = observed
  return { mode, verdict: verdictOf(observed), started, lied, status, timedOut, ms, ...compared(baseline.results, results) }
}
