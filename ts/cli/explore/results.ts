import fs from 'node:fs'
import type { Outcome } from '../../explore/outcome'
import { resultsFile } from '../../explore/plan'

/** What a run left: what its tests came to, and what went wrong beside them. */
export interface Left { outcomes: Outcome[]; problems: string[] }

/** A line that was cut off where the run was ended says nothing. */
function parsed(line: string): (Outcome & { problem?: string }) | undefined {
  try {
    return JSON.parse(line) as Outcome
  } catch {
    return undefined
  }
}

const linesIn = (folder: string): string[] => {
  const file = resultsFile(folder)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '') : []
}

/** How many tests have ended. */
export const countIn = (folder: string): number => linesIn(folder).length

export function resultsIn(folder: string): Left {
  const lines = linesIn(folder).map(parsed).filter((line) => line !== undefined)
  return {
    outcomes: lines.filter(({ problem }) => problem === undefined),
    problems: lines.flatMap(({ problem }) => problem ?? []),
  }
}
