import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

function rootFrom(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootFrom(dirname(folder))
}

/** The folder of this package, wherever in it this code stands. */
export const ROOT = rootFrom(__dirname)
