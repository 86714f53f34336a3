'use strict'

const { randomBytes } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const VARIABLE = 'PLAYWRIGHT_GENESYS_LEDGER'
const DEFAULT = path.join('.playwright-genesys', 'ledger')
const FILE = /^[\w.-]{1,200}\.jsonl$/
const OWNER_ONLY = 0o700

/** Where the ledger lies: the option, the environment, or a folder below the working directory. */
function folderOf(given, env = process.env) {
  return path.resolve(given || env[VARIABLE] || DEFAULT)
}

/** The folder, made where it is missing, and its owner's alone; git passes over it. */
function makeFolder(folder) {
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
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isFile() && FILE.test(entry.name)).map(({ name }) => path.join(folder, name)).sort()
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

module.exports = { VARIABLE, filesIn, folderOf, makeFolder, newFile }
