import { ORDINARY } from './schedule'
import type { Tried, Tries } from './shrink'

/** How often an order was run again, how often it failed, and how often it did not come about. */
export interface Again { runs: number; failed: number; unmet: number }

/** A find run again, beside the ordinary order. */
export interface Replay { found: Again; ordinary: Again; verdict: 'deterministic' | 'not-deterministic' | 'not-reproduced' | 'not-replayed' }

export const TIMES = 20

function counted(outcomes: (Tried | undefined)[]): Again {
  const many = (wanted: Tried) => outcomes.filter((outcome) => outcome === wanted).length
  return { runs: outcomes.filter((outcome) => outcome !== undefined).length, failed: many('failed'), unmet: many('unmet') }
}

/** Deterministic is what failed each time, and often enough, where the ordinary order never did. */
function verdictOf(found: Again, ordinary: Again): Replay['verdict'] {
  const isWhole = found.runs === TIMES && ordinary.runs === TIMES
  if (found.failed === found.runs && ordinary.failed === 0) return isWhole ? 'deterministic' : 'not-replayed'
  return found.failed === 0 ? 'not-reproduced' : 'not-deterministic'
}

/** Whether all that was run again speaks for its order. */
export const isOfItsOrder = ({ verdict }: Replay): boolean => verdict === 'deterministic' || verdict === 'not-replayed'

export async function replayed(word: string, tries: Tries): Promise<Replay> {
  // In turns: where time is up, it is for both.
  const outcomes = await tries(Array.from({ length: 2 * TIMES }, (_, index) => (index % 2 === 0 ? word : ORDINARY)))
  const [found, ordinary] = [0, 1].map((side) => counted(outcomes.filter((_, index) => index % 2 === side))) as [Again, Again]
  return { found, ordinary, verdict: verdictOf(found, ordinary) }
}
