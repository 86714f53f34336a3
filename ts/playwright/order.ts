import type { TestInfo } from '@playwright/test'
import type { Course } from '../explore/course'
import { ATTACHED, nameOf, plannedFor } from '../explore/plan'
import type { Attach } from './options'
import { checkSchedule } from './settings'
import { unframed } from './step'

const NOT_IN_THIS_ROUND = 'Not in this round of exploring.'

/** The order in which a test's simulator brings what it brings. */
export interface Order {
  schedule: string | undefined
  /** When the timeline is attached, where the test is explored. */
  attach?: Attach
  /** What was not met is counted by whoever explores; otherwise the test fails. */
  isExplored: boolean
}

/** What the run is told to explore, else the environment, which says what is run now, else the option. A repeat that has no part in a round ends before anything is made for it. */
export function orderOf(testInfo: TestInfo, option: string | undefined, env: NodeJS.ProcessEnv = process.env): Order {
  checkSchedule(option)
  const planned = plannedFor(nameOf(testInfo.project.name, testInfo.titlePath), testInfo.repeatEachIndex)
  if (planned === undefined) return { schedule: env['PLAYWRIGHT_GENESYS_SCHEDULE'] || option, isExplored: false }
  const { schedule, timelines } = planned
  testInfo.skip(schedule === undefined || testInfo.retry > 0, NOT_IN_THIS_ROUND)
  return { schedule, attach: timelines ? 'always' : 'on-failure', isExplored: true }
}

/** Attached for whoever explores, and for people. */
export async function attachCourse(testInfo: TestInfo, course: Course): Promise<void> {
  await testInfo.attach(ATTACHED, { body: JSON.stringify(course), contentType: 'application/json' })
}

/** A schedule that no longer says what it said proves nothing. */
export function refuseUnmet({ schedule, unmet, points }: Course): void {
  if (unmet.length === 0) return
  const guests = new Set(points.map(({ guest }) => guest)).size
  const others = guests < 2 ? '' : ` ${guests} guests were met, numbered as they came: a page that an earlier test left open is one of them, until its context is closed.`
  const what = unmet.length === 1 ? 'This deviation was' : 'These deviations were'
  throw unframed(new Error(`${what} not met: ${unmet.join(', ')} (schedule ${schedule}). The test did not lead there, and so says nothing of that order: explore it anew, or leave the schedule out.${others}`))
}
