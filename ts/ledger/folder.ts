import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

export const VARIABLE = 'PLAYWRIGHT_GENESYS_LEDGER'
const DEFAULT = path.join('.playwright-genesys', 'ledger')
const FILE = /^[\w.-]{1,200}\.jsonl$/
/** A copy, a link, a folder: none of ours, and it may name conversations all the same. */
const LIKE_ONE = /\.jsonl(?!\.lock$)/i
const OWNER_ONLY = 0o700
const OTHERS_WRITE = 0o022

const UNSAFE = 'UNSAFE_FOLDER'

/** Where the ledger lies: the option, the environment, or a folder below the working directory. */
export function folderOf(given?: string, env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(given || env[VARIABLE] || DEFAULT)
}

/** The code of a failure of the operating system's. */
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code

function statOf(folder: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** What others can do about a folder, in words; `undefined` where that is nothing. On Windows inheritance keeps others out. */
function danger(stat: fs.Stats): string | undefined {
  if (stat.isSymbolicLink()) return 'it is a link'
  if (process.getuid === undefined) return undefined
  if (stat.uid !== process.getuid()) return 'it belongs to another user'
  return (stat.mode & OTHERS_WRITE) === 0 ? undefined : 'others can write there: chmod go-w makes it safe'
}

/** Who can write the ledger can have conversations ended. */
function refuseUnsafe(folder: string): void {
  const stat = statOf(folder)
  const why = stat && danger(stat)
  if (why !== undefined) throw Object.assign(new Error(why), { code: UNSAFE })
}

/** The folder, made where it is missing, and its owner's alone; git passes over it. */
export function makeFolder(folder: string): void {
  refuseUnsafe(folder)
  fs.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
  try {
    fs.writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** A name that no other process takes, of whatever run, shard or machine. */
export function newFile(folder: string, { run, worker }: { run: string; worker: number }): string {
  const shortened = run.replace(/[^\w.-]/g, '-').slice(0, 60)
  return path.join(folder, `${shortened}-${worker}-${process.pid}-${randomBytes(6).toString('hex')}.jsonl`)
}

function entriesOf(folder: string): fs.Dirent[] {
  refuseUnsafe(folder)
  try {
    return fs.readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Paths of what may be files of the ledger, and how many entries are named like one and are none: a link leads elsewhere. */
export function filesIn(folder: string): { files: string[]; others: number } {
  const alike = entriesOf(folder).filter(({ name }) => LIKE_ONE.test(name))
  const files = alike.filter((entry) => entry.isFile() && FILE.test(entry.name)).map(({ name }) => path.join(folder, name)).sort()
  return { files, others: alike.length - files.length }
}

/** Why a folder cannot be used, in a word or a few. */
export function whyNot(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  return codeOf(cause) === UNSAFE ? message : (codeOf(cause) ?? message)
}
