import { existsSync } from 'node:fs'
import { dirname } from 'node:path'

// Joined by hand: join() goes through a path letter by letter, Node.js does so often enough where files are loaded, and V8 takes
// 4 MiB to optimize it once that was some 3,000 letters.
function rootFrom(folder: string): string {
  return existsSync(`${folder}/package.json`) ? folder : rootFrom(dirname(folder))
}

/** The folder of this package, wherever in it this code stands. */
export const ROOT = rootFrom(__dirname)
