import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A folder for one run of a command, gone after it. */
export async function withFolder<T>(command: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `playwright-genesys-${command}-`))
  try {
    return await work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
