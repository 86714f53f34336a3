import { ORDINARY } from './schedule'
import type { Tries } from './shrink'

/** How often an order was run again, and how often it failed. */
export interface Again { runs: number; failed: number }

/** A find run again, beside the ordinary order. */
export interface Replay { found: Again; ordinary: Again; verdict: 'deterministic' | 'not-deterministic' | 'not-reproduced' | 'not-replayed' }

export const TIMES = 20

function counted(outcomes: (boolean | undefined)[]): Again {
  const run = outcomes.filter((outcome) => outcome !== undefined)
  return { runs: run.length, failed: run.filter(Boolean).length }
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
