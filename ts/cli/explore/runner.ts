import type { Outcome } from '../../explore/outcome'

/** Which schedules each test is run under. Of a command whose tests are not told apart, the one name is empty. */
export type Round = Map<string, string[]>

export interface Ran {
  outcomes: Outcome[]
  /** Why it says nothing, in words. */
  problem?: string | undefined
}

/** How long a round may take, and who hears of each run that ended. */
export interface Watch { deadline: number; signal: AbortSignal; onRun(count: number): void }

/** What runs tests under schedules. */
export interface Runner {
  /** As they are, with the course recorded. */
  ordinary(watch: Watch): Promise<Ran>
  /** Each as often as it is named. */
  run(round: Round, watch: Watch): Promise<Ran>
  /** The same, and may end where it has found something. */
  search(round: Round, watch: Watch): Promise<Ran>
  /** How many runs of one test make a round worth its start. */
  readonly atOnce: number
}
