'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { makeAuthority } = require('./door')

const OWNER_ONLY = { mode: 0o600 }

/** What somebody trusts already; of what cannot be read, whoever reads it warns. */
function readTrusted(file) {
  if (file === undefined || file === '') return ''
  try {
    return `${fs.readFileSync(file, 'utf8').trimEnd()}\n`
  } catch {
    return ''
  }
}

/** An authority for one run, in a folder of its owner's alone, until it is removed. */
class AuthorityFolder {
  #pem

  constructor() {
    this.path = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-'))
    const { pem, key } = makeAuthority()
    this.#pem = pem
    this.key = path.join(this.path, 'authority.key')
    fs.writeFileSync(this.key, key, OWNER_ONLY)
  }

  /** A file that trusts it beside what `before` says. */
  trusting(name, before) {
    const file = path.join(this.path, name)
    fs.writeFileSync(file, `${before}${this.#pem}`, OWNER_ONLY)
    return file
  }

  remove() {
    fs.rmSync(this.path, { recursive: true, force: true })
  }
}

module.exports = { AuthorityFolder, readTrusted }
