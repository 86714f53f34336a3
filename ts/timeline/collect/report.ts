import { fromSteps } from './requests'
import type { Tone } from '../lanes'
import type { Happening, NamedWitness } from '../model'
import type { CloseReport, Witness } from '../../types/public'

/** Of a close that failed, a guest may have testified where the server's record was never read. */
export interface Testimonies {
  witnesses?: Partial<CloseReport['witnesses']> | undefined
}

const NAMES = { server: "The server's record", wire: "The guest's socket", page: "The guest's page" }
const TONES: Record<Witness['saw'], Tone> = { closed: 'ok', open: 'fail', nothing: 'warn' }

/** When the read that showed it ended. */
function seenClosed({ steps = [], witnesses }: Pick<Partial<CloseReport>, 'steps'> & Testimonies): Happening[] {
  const read = steps.findLast(({ method }) => method === 'GET')
  if (read === undefined || witnesses?.server?.saw !== 'closed') return []
  return [{ at: read.at + (read.elapsedMs ?? 0), lane: 'close', label: 'seen closed on the server', tone: 'ok' }]
}

/** Steps of a close, whole or as far as an error's `report` has them, and what they led to. */
export function fromReport(report: Partial<CloseReport> = {}): Happening[] {
  return [...fromSteps(report.steps ?? []), ...seenClosed(report)]
}

/** What each witness said, in the order of the verdict's table. */
export function witnessesOf({ witnesses = {} }: Testimonies = {}): NamedWitness[] {
  return (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((seat) => {
    const witness = witnesses[seat]
    return witness === undefined ? [] : [{ ...witness, name: NAMES[seat], tone: TONES[witness.saw] }]
  })
}
