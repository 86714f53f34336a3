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

/** Deterministic is what failed each time, where the ordinary order never did. */
function verdictOf(found: Again, ordinary: Again): Replay['verdict'] {
  if (found.runs < TIMES || ordinary.runs < TIMES) return 'not-replayed'
  if (found.failed === found.runs && ordinary.failed === 0) return 'deterministic'
  return found.failed === 0 ? 'not-reproduced' : 'not-deterministic'
}

export async function replayed(word: string, tries: Tries): Promise<Replay> {
  const outcomes = await tries([...Array<string>(TIMES).fill(word), ...Array<string>(TIMES).fill(ORDINARY)])
  const [found, ordinary] = [counted(outcomes.slice(0, TIMES)), counted(outcomes.slice(TIMES))]
  return { found, ordinary, verdict: verdictOf(found, ordinary) }
}
