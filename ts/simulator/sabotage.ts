import fs from 'node:fs'
import path from 'node:path'
import { checkArgument } from '../options'

/** How a whole run misbehaves, without its code being touched. */
export const VARIABLE = 'PLAYWRIGHT_GENESYS_SABOTAGE'
/** Where the referee that set it looks for what happened: a folder of its own. */
export const MARKS = 'PLAYWRIGHT_GENESYS_SABOTAGE_MARKS'
export const MARK = { started: 'started', lied: 'lied' }

/** A folder that has gone is no reason for a suite to fail; its referee will miss the marks. */
function leave(mark: string): void {
  try {
    fs.writeFileSync(mark, '')
  } catch { /* not marked */ }
}

/** What the environment says to a simulator that is about to start. */
export function sabotageOfEnvironment({ [VARIABLE]: mode = '', [MARKS]: folder = '' }: NodeJS.ProcessEnv = process.env) {
  if (mode === '') return { sabotage: 'none' }
  const sabotage = checkArgument('mode', mode, 'Simulator.start', `${VARIABLE} (environment)`)
  if (sabotage === 'none' || folder === '') return { sabotage }
  leave(path.join(folder, MARK.started))
  return { sabotage, lieMark: path.join(folder, MARK.lied) }
}
