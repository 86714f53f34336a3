import fs from 'node:fs'
import path from 'node:path'

/** Names the folder in which a run of Playwright finds what it is to explore, and leaves what came of it. */
export const VARIABLE = 'PLAYWRIGHT_GENESYS_EXPLORE'
/** What a test's course is attached as. */
export const ATTACHED = 'genesys-course'
const PLAN = 'plan.json'
const RESULTS = 'results.jsonl'

/** Which schedules each test is run under: one for each of its repeats. */
export interface Plan {
  tests: Record<string, string[]>
  /** Those of tests that are not named. */
  others: string[]
  /** Whether the timeline of each is wanted, or only of those that fail. */
  timelines: boolean
}

/** A test's name in plans and results: the same in a reporter and in a worker. */
export function nameOf(project: string, titles: readonly string[]): string {
  return [...(project === '' ? [] : [`[${project}]`]), ...titles].join(' › ')
}

export const planFile = (folder: string): string => path.join(folder, PLAN)
export const resultsFile = (folder: string): string => path.join(folder, RESULTS)

export function writePlan(folder: string, plan: Plan): void {
  fs.writeFileSync(planFile(folder), JSON.stringify(plan))
}

const read = new Map<string, Plan>()

function planIn(folder: string): Plan {
  const plan = read.get(folder) ?? JSON.parse(fs.readFileSync(planFile(folder), 'utf8')) as Plan
  read.set(folder, plan)
  return plan
}

/** What a repeat of a test is to do in an explored run: none of its own is left out. */
export interface Planned { schedule: string | undefined; timelines: boolean }

/** Undefined where nothing is explored. */
export function plannedFor(test: string, repeat: number, folder: string | undefined = process.env[VARIABLE]): Planned | undefined {
  if (folder === undefined || folder === '') return undefined
  const { tests, others, timelines } = planIn(folder)
  const schedules = Object.hasOwn(tests, test) ? tests[test] : others
  return { schedule: schedules?.[repeat], timelines }
}
