import fs from 'node:fs'
import path from 'node:path'

/** Names a folder in which each simulator leaves its courses, for whoever explores a whole run. */
export const COURSES = 'PLAYWRIGHT_GENESYS_COURSES'

let written = 0

/** Whether somebody outside counts what was not met. */
export const isCounted = (env: NodeJS.ProcessEnv = process.env): boolean => (env[COURSES] ?? '') !== ''

/** A folder that has gone is no reason for a suite to fail: whoever waits for the course will miss it. */
export function leaveCourse(course: object | null, { [COURSES]: folder = '' }: NodeJS.ProcessEnv = process.env): void {
  if (course === null || folder === '') return
  written += 1
  try {
    fs.writeFileSync(path.join(folder, `${process.pid}-${String(written).padStart(6, '0')}.json`), JSON.stringify(course))
  } catch { /* not left */ }
}
