import fs from 'node:fs'
import path from 'node:path'

function rootFrom(folder: string): string {
  return fs.existsSync(path.join(folder, 'package.json')) ? folder : rootFrom(path.dirname(folder))
}

/** The folder of this package, wherever in it this code stands. */
export const ROOT = rootFrom(__dirname)
