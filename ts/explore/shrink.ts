import { deviationsOf, wordOf } from './schedule'

/** Runs schedules, and says of each whether it failed; undefined where it was not run any more. */
export type Tries = (words: string[]) => Promise<(boolean | undefined)[]>

const withoutEach = (deviations: readonly string[]): string[] => deviations.map((_, index) => wordOf(deviations.toSpliced(index, 1)))

/** The fewest deviations that still fail: one after the other is left out for as long as it fails without it. */
export async function shrunk(word: string, tries: Tries): Promise<string> {
  const deviations = deviationsOf(word)
  if (deviations.length < 2) return word
  const smaller = withoutEach(deviations)
  const failed = await tries(smaller)
  const next = smaller.find((_, index) => failed[index] === true)
  return next === undefined ? word : await shrunk(next, tries)
}
