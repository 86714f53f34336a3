'use strict'

const fs = require('node:fs')
const path = require('node:path')

/** What can be seen of a shared folder from outside. */
class SharedFolder {
  constructor(place) {
    this.path = place
  }

  #named(pattern) {
    const name = fs.readdirSync(this.path).find((each) => pattern.test(each))
    return name === undefined ? undefined : path.join(this.path, name)
  }

  /** Where half a file stands while it is written; the name is known once there is a lock. */
  beside(what) {
    return this.#named(new RegExp(`^${what}-[0-9a-f]+\\.lock$`))?.replace(/\.lock$/, '.tmp')
  }

  isHalfWritten(what) {
    return fs.existsSync(this.beside(what) ?? '')
  }

  /** Where the token stands, if one does. */
  get token() {
    return this.#named(/^token-[0-9a-f]+\.lock$/)?.replace(/\.lock$/, '')
  }

  /** So that somebody has to log in. */
  removeToken() {
    fs.rmSync(this.token ?? '', { force: true })
  }

  /** Asks the kernel, where it tells (Linux), whether anybody holds a lock. */
  lockProbe(what) {
    const { ino } = fs.statSync(this.#named(new RegExp(`^${what}-[0-9a-f]+\\.lock$`)))
    const held = new RegExp(`FLOCK .*:${ino} `)
    return () => held.test(fs.readFileSync('/proc/locks', 'latin1'))
  }
}

module.exports = { SharedFolder, tellsLocks: process.platform === 'linux' }
