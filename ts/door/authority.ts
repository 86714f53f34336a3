import fs from 'node:fs'
import path from 'node:path'
import { ownTemporaryFolder } from '../surroundings/left-folders'
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

/** An authority for one run, in a folder of its owner's alone, until it is removed. */
export class AuthorityFolder {
  #pem: string
  readonly path: string
  /** The file of its key. */
  readonly key: string

  constructor() {
    this.path = ownTemporaryFolder(NAME)
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
