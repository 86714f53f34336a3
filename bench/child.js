'use strict'

const { fork } = require('node:child_process')
const path = require('node:path')

/** No question takes so long on a machine that still works. */
const LONGEST_MS = 4 * 60_000

/** Without what could lead a peer or the product to a real org. */
function plainEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/GENESYS|_proxy$/i.test(name)))
}

/** A process of its own, that is asked by name and answers with a value. */
class Child {
  #process
  #waiting = new Map()
  #asked = 0

  constructor(script, { args = [], execArgv = [], env = {} } = {}) {
    const file = path.join(__dirname, 'children', `${script}.js`)
    this.#process = fork(file, args, { execArgv, env: { ...plainEnvironment(), ...env }, serialization: 'advanced' })
    this.#process.on('message', (message) => this.#hear(message))
    this.#process.on('exit', (code, signal) => this.#end(`${script} ended with ${signal ?? code}`))
    this.#process.on('error', (error) => this.#end(`${script}: ${error.message}`))
  }

  ask(name, args = {}) {
    const id = ++this.#asked
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id, { error: `"${name}" was not answered within ${LONGEST_MS / 1000} s` }), LONGEST_MS)
      this.#waiting.set(id, { resolve, reject, timer })
      if (!this.#process.connected) return this.#settle(id, { error: 'the process has ended' })
      this.#process.send({ id, name, args })
    })
  }

  async stop() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await ended
  }

  #hear({ id, ...answer }) {
    this.#settle(id, answer)
  }

  #settle(id, { value = undefined, error = undefined }) {
    const { resolve, reject, timer } = this.#waiting.get(id) ?? {}
    if (resolve === undefined) return
    clearTimeout(timer)
    this.#waiting.delete(id)
    if (error === undefined) resolve(value)
    else reject(new Error(error))
  }

  #end(why) {
    for (const id of [...this.#waiting.keys()]) this.#settle(id, { error: why })
  }
}

/** Runs work with a child that is ended whatever happens. */
async function withChild(script, options, work) {
  const child = new Child(script, options)
  try {
    return await work(child)
  } finally {
    await child.stop()
  }
}

module.exports = { Child, plainEnvironment, withChild }
