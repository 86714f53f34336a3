import type { Story, Told } from './text'
import { neverMet } from './words'

function foundOf({ find: { schedule, found, outcome, replay: again }, page, replay }: Told) {
  const { message, course } = outcome
  return { schedule, found, message, told: course?.told ?? [], events: course?.events ?? [], again, page, replay }
}

/** The same for programs. */
export function report({ exploration: { tests, ended, ordinary }, told, without }: Story, seed: number): string {
  const each = tests.map((explored) => {
    const found = told.get(explored.test)
    const { test, tally, ordinary: { course, ms } } = explored
    return { test, ordinary: { events: course?.events ?? [], ms }, tally: { ...tally, neverMet: neverMet(explored, without) }, ...(found && { find: foundOf(found) }) }
  })
  return `${JSON.stringify({ seed, ended, tests: each, notExplored: ordinary.outcomes.length - tests.length, finds: told.size }, null, 2)}\n`
}
