import { deviationsOf, wordOf } from './schedule'

/** What came of an order: `'unmet'` where it held and did not come about as it is written. */
export type Tried = 'failed' | 'held' | 'unmet'

/** Runs schedules, and says what came of each; undefined where it was not run any more. */
export type Tries = (words: string[]) => Promise<(Tried | undefined)[]>

const withoutEach = (deviations: readonly string[]): string[] => deviations.map((_, index) => wordOf(deviations.toSpliced(index, 1)))

/** The fewest deviations that still fail: one after the other is left out for as long as it fails without it. */
export async function shrunk(word: string, tries: Tries): Promise<string> {
  const deviations = deviationsOf(word)
  if (deviations.length < 2) return word
  const smaller = withoutEach(deviations)
  const tried = await tries(smaller)
  const next = smaller.find((_, index) => tried[index] === 'failed')
  return next === undefined ? word : await shrunk(next, tries)
}
