import type { Happening } from '../model'

export interface Fault {
  at: number
  what: string
  /** When it was undone. */
  until?: number
  detail?: string
  hits?: number
}

const hitsInWords = (hits: number) => (hits === 0 ? 'never struck' : `struck ${hits} ${hits === 1 ? 'time' : 'times'}`)

/** What a test broke on purpose. */
export function fromFaults(faults: Fault[]): Happening[] {
  return faults.map(({ at, what, until, detail, hits }) => ({
    at,
    lane: 'fault',
    label: what,
    detail: [detail, hits !== undefined && hitsInWords(hits)].filter(Boolean).join(' · ') || undefined,
    durationMs: until === undefined ? undefined : Math.max(0, until - at),
    tone: hits === 0 ? 'fail' : 'warn',
  }))
}
