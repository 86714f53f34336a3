import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { makeAuthority } from './door'

const OWNER_ONLY = { mode: 0o600 }

/** What somebody trusts already; of what cannot be read, whoever reads it warns. */
export function readTrusted(file: string | undefined): string {
  if (file === undefined || file === '') return ''
  try {
    return `${fs.readFileSync(file, 'utf8').trimEnd()}\n`
  } catch {
    return ''
  }
}

const NAME = 'playwright-genesys-authority-'

/** What a run that was killed has left; its name has the process's id. */
function sweep(folder: string): void {
  for (const name of fs.readdirSync(folder).filter((each) => each.startsWith(NAME))) {
    const pid = Number(name.slice(NAME.length).split('-')[0])
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) fs.rmSync(path.join(folder, name), { recursive: true, force: true })
  }
}

/** One of somebody else's is alive, and none of ours to sweep. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** An authority for one run, in a folder of its owner's alone, until it is removed. */
export class AuthorityFolder {
  #pem: string
  readonly path: string
  /** The file of its key. */
  readonly key: string

  constructor() {
    sweep(os.tmpdir())
    this.path = fs.mkdtempSync(path.join(os.tmpdir(), `${NAME}${process.pid}-`))
    const { pem, key } = makeAuthority()
    this.#pem = pem
    this.key = path.join(this.path, 'authority.key')
    fs.writeFileSync(this.key, key, OWNER_ONLY)
  }

  /** A file that trusts it beside what `before` says. */
  trusting(name: string, before: string): string {
    const file = path.join(this.path, name)
    fs.writeFileSync(file, `${before}${this.#pem}`, OWNER_ONLY)
    return file
  }

  remove(): void {
    fs.rmSync(this.path, { recursive: true, force: true })
  }
}
