import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from './usage'

/** Before the work whose outcome goes there: afterwards it would be lost. Makes nothing, and changes nothing. */
export function checkWritable(flag: string, file: string): void {
  try {
    if (fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a'))
    else fs.accessSync(path.dirname(path.resolve(file)), fs.constants.W_OK)
  } catch (error) {
    throw new UsageError(`${flag} names ${JSON.stringify(file)}, which cannot be written (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** The same, and no older outcome is there to be taken for this one, however the work ends; what leads elsewhere stays. */
export function clearFor(flag: string, file: string): void {
  checkWritable(flag, file)
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile()) fs.rmSync(file)
}
