import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const VARIABLE = 'PLAYWRIGHT_GENESYS_LEDGER'
const DEFAULT = path.join('.playwright-genesys', 'ledger')
const FILE = /^[\w.-]{1,200}\.jsonl$/
const OWNER_ONLY = 0o700
const OTHERS_WRITE = 0o022

const UNSAFE = 'UNSAFE_FOLDER'

/** Where the ledger lies: the option, the environment, or a folder below the working directory. */
function folderOf(given, env = process.env) {
  return path.resolve(given || env[VARIABLE] || DEFAULT)
}

function statOf(folder) {
  try {
    return fs.lstatSync(folder)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** What others can do about a folder, in words; `undefined` where that is nothing. On Windows inheritance keeps others out. */
function danger(stat) {
  if (stat.isSymbolicLink()) return 'it is a link'
  if (process.getuid === undefined) return undefined
  if (stat.uid !== process.getuid()) return 'it belongs to another user'
  return (stat.mode & OTHERS_WRITE) === 0 ? undefined : 'others can write there: chmod go-w makes it safe'
}

/** Who can write the ledger can have conversations ended. */
function refuseUnsafe(folder) {
  const stat = statOf(folder)
  const why = stat && danger(stat)
  if (why !== undefined) throw Object.assign(new Error(why), { code: UNSAFE })
}

/** The folder, made where it is missing, and its owner's alone; git passes over it. */
function makeFolder(folder) {
  refuseUnsafe(folder)
  fs.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
  try {
    fs.writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

/** A name that no other process takes, of whatever run, shard or machine. */
function newFile(folder, { run, worker }) {
  const shortened = run.replace(/[^\w.-]/g, '-').slice(0, 60)
  return path.join(folder, `${shortened}-${worker}-${process.pid}-${randomBytes(6).toString('hex')}.jsonl`)
}

/** Paths of what may be files of the ledger; a link leads elsewhere and is none. */
function filesIn(folder) {
  refuseUnsafe(folder)
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile() && FILE.test(entry.name)).map(({ name }) => path.join(folder, name)).sort()
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

/** Why a folder cannot be used, in a word or a few. */
const whyNot = (cause) => (cause.code === UNSAFE ? cause.message : (cause.code ?? cause.message))

export { VARIABLE, filesIn, folderOf, makeFolder, newFile, whyNot }
