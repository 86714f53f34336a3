import fs from 'node:fs'
import { PACKAGE } from '../../boundary/package'
import { checkOptions } from '../../options'
import type { DriftDifference, DriftReport } from '../../types/crossing'

/** Where an editor finds what may stand in the file. */
const SCHEMA = './node_modules/playwright-genesys/docs/simulator.schema.json'

/** Writes what `simulate --config` reads; what it would refuse is not written. */
export function writeOptions(file: string, { adopted }: DriftReport): void {
  const options = checkOptions('SimulatorOptions', adopted, 'drift --adopt')
  fs.writeFileSync(file, `${JSON.stringify({ $schema: SCHEMA, ...options }, null, 2)}\n`)
}

/** One line that says all of a difference: what no option models is reported by it. */
export function reportLine({ differs, of, pointer, org, simulator, row, mark }: DriftDifference): string {
  return `drift ${PACKAGE.version}: ${differs} ${of} ${pointer || '(all)'}: org ${org}, simulator ${simulator} [${mark}: ${row}]`
}
