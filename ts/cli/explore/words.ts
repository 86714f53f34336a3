import type { Replay } from '../../explore/replay'
import type { Explored } from './explorer'
import { kindNames } from './kinds'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** How sure a find is. */
export function standingOf({ verdict, found, ordinary }: Replay): string {
  const apart = found.unmet === 0 ? '' : ` (in ${found.unmet} this order did not come about)`
  const counts = `It failed ${found.failed} of ${plural(found.runs, 'time')}${apart}, the ordinary order ${ordinary.failed} of ${ordinary.runs}`
  if (verdict === 'deterministic') return `${counts}.`
  if (verdict === 'not-replayed') return `${counts}: time was up before it was run again often enough.`
  if (verdict === 'not-reproduced') return `${counts}: it failed once while exploring, and not again. The test is not deterministic beside its order.`
  return `${counts}: the test is not deterministic beside its order.`
}

/** The kinds that a test gave no choice of. */
export const neverMet = ({ tally: { kinds } }: Explored, without: readonly string[]): string[] => kindNames().filter((kind) => !kinds.includes(kind) && !without.includes(kind))

/** Which single deviations were not met: of these orders nothing was seen. */
const alone = (unmet: string[]): string => (unmet.length === 0 ? '' : `, of those with one deviation ${unmet.join(', ')}`)

/** How much of what there was has been run. */
export function tallyOf({ tally: { run, failed, unmet, unknown, same, sequences, single, left } }: Explored): string {
  const ones = single.run === single.there ? `all ${single.there}` : `${single.run} of ${single.there}`
  const parts = [
    `${plural(run, 'order')} run: ${ones} with one deviation, ${run - single.run} with more${left > 0 ? `; at least ${left} more not run` : ''}`,
    `${plural(sequences, 'sequence')} of events seen, ${same} led to one that had been seen`,
    ...(unmet > 0 ? [`${unmet} did not come about${alone(single.unmet)}`] : []),
    ...(unknown > 0 ? [`of ${unknown} nothing is known`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ]
  return `${parts.join('; ')}.`
}
