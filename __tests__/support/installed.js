'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { here } = require('../../build/boundary/loading/here')
const { targetFor } = require('../../build/boundary/loading/targets')
const { environment } = require('./processes')

const ROOT = path.resolve(__dirname, '..', '..')
const NEEDED = ['binding.js', 'dist', 'package.json']

const TARGET = targetFor(here())
/** The addon that was built here. */
const BUILT = path.join(ROOT, TARGET.file)

const USE = `
  const { Simulator, isGenesysError } = require('playwright-genesys')
  Simulator.start().then((simulator) => simulator.stop()).then(() => console.log('{}'), (error) => {
    console.log(JSON.stringify({ known: isGenesysError(error, 'BINDING_NOT_FOUND'), ...error.toJSON() }))
  })`

/** A project that has the package as files alone; its platform's package is what a test makes it. */
class Installed {
  constructor() {
    this.folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-installed-')))
    const copy = this.inside('node_modules', 'playwright-genesys')
    for (const name of NEEDED) fs.cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true })
  }

  inside(...parts) {
    return path.join(this.folder, ...parts)
  }

  write(parts, bytes) {
    const file = this.inside(...parts)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, bytes)
    return file
  }

  /** The package of a platform, with an addon of these bytes, or a link to that file, or none. */
  addPlatform({ bytes, link }, { packageName, file } = TARGET) {
    this.write(['node_modules', packageName, 'package.json'], JSON.stringify({ name: packageName, version: '0.1.0', main: file }))
    if (bytes !== undefined) return this.write(['node_modules', packageName, file], bytes)
    const place = this.inside('node_modules', packageName, file)
    // Windows lets only administrators make links.
    if (link !== undefined && process.platform === 'win32') fs.copyFileSync(link, place)
    else if (link !== undefined) fs.symlinkSync(link, place)
    return place
  }

  /** What a process sees that starts a simulator: nothing, or the error. */
  use(env = {}) {
    const all = environment({ NAPI_RS_NATIVE_LIBRARY_PATH: undefined, NODE_PATH: undefined, ...env })
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', USE], { cwd: this.folder, encoding: 'utf8', env: all, timeout: 50_000 })
    if (status !== 0) throw new Error(`The process ended with ${status}: ${stderr}`)
    return JSON.parse(stdout)
  }

  [Symbol.dispose]() {
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

module.exports = { BUILT, Installed, TARGET }
