import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** One of somebody else's is alive, and none of ours to sweep. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** What processes that were killed have left under this name. */
function sweep(folder: string, name: string): void {
  for (const each of fs.readdirSync(folder).filter((entry) => entry.startsWith(name))) {
    const pid = Number(each.slice(name.length).split('-')[0])
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) fs.rmSync(path.join(folder, each), { recursive: true, force: true })
  }
}

/** A new folder of its owner's alone among the temporary ones, named after this process, which removes it in the end. */
export function ownTemporaryFolder(name: string): string {
  sweep(os.tmpdir(), name)
  return fs.mkdtempSync(path.join(os.tmpdir(), `${name}${process.pid}-`))
}
