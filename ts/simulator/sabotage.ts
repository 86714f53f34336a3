import fs from 'node:fs'
import path from 'node:path'
import { ARGUMENTS } from '../options'
import { checkValue } from '../options/check'

/** How a whole run misbehaves, without its code being touched. */
const VARIABLE = 'PLAYWRIGHT_GENESYS_SABOTAGE'
/** Where the referee that set it looks for what happened: a folder of its own. */
const MARKS = 'PLAYWRIGHT_GENESYS_SABOTAGE_MARKS'
const MARK = { started: 'started', lied: 'lied' }

/** A folder that has gone is no reason for a suite to fail; its referee will miss the marks. */
function leave(mark) {
  try {
    fs.writeFileSync(mark, '')
  } catch { /* not marked */ }
}

/** What the environment says to a simulator that is about to start. */
function sabotageOfEnvironment({ [VARIABLE]: mode = '', [MARKS]: folder = '' } = process.env) {
  if (mode === '') return { sabotage: 'none' }
  const sabotage = checkValue(ARGUMENTS.mode, mode, { path: `${VARIABLE} (environment)`, operation: 'Simulator.start' })
  if (sabotage === 'none' || folder === '') return { sabotage }
  leave(path.join(folder, MARK.started))
  return { sabotage, lieMark: path.join(folder, MARK.lied) }
}

export { MARK, MARKS, VARIABLE, sabotageOfEnvironment }
