import type { Course, CoursePoint } from './course'

/** The order as it comes, with its course told. */
export const ORDINARY = 'v1'

/** Deviations in an order of their own: the same ones are the same schedule. */
export function wordOf(deviations: readonly string[]): string {
  return [ORDINARY, ...[...deviations].sort()].join(',')
}

export function deviationsOf(word: string): string[] {
  const [, ...deviations] = word.split(',')
  return deviations
}

/** A drop and a moved clock are named whole, each other choice at its point. */
function deviationAt({ guest, kind, count }: CoursePoint, choice: string): string {
  const prefix = guest > 1 ? `g${guest}:` : ''
  if (isFree(kind)) return choice.startsWith(prefix) ? choice : prefix + choice
  return `${prefix}${kind}.${count}=${choice}`
}

const isFree = (kind: string): boolean => kind === 'drop' || kind === 'clock'

/** Where a deviation is made: of two at one place only one can be. */
export const placeOf = (deviation: string): string => deviation.split('=', 1)[0] ?? deviation

/** What a deviation is of: `closing` in `g2:closing.1=late1`. */
export const kindOf = (deviation: string): string => /^(?:g\d+:)?([a-z]+)/.exec(deviation)?.[1] ?? ''

/** One deviation that could have been, how near to the end its place was (up to 1), and among how many of that place. */
export interface Chance { deviation: string; nearness: number; among: number }

/** To come back takes a drop. */
const isLeftOut = (choice: string, without: ReadonlySet<string>): boolean => choice === 'after-reconnect' && without.has('drop')

/** All that could have been otherwise in a course. */
export function chancesIn({ points, events }: Course, without: ReadonlySet<string> = new Set()): Chance[] {
  return points.filter(({ kind }) => !without.has(kind)).flatMap((point) => {
    const nearness = (Math.min(point.at, events.length - 1) + 1) / Math.max(events.length, 1)
    const choices = point.choices.filter((choice) => !isLeftOut(choice, without))
    return choices.map((choice) => ({ deviation: deviationAt(point, choice), nearness, among: choices.length }))
  })
}
