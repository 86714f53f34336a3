'use strict'

const { spawnSync } = require('node:child_process')
const { createHash } = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')
const { ROOT, duration, heading, run, runBin, runNpm } = require('./run')

const OLDEST_NODE = 20
const STAMP = path.join(ROOT, 'node_modules', '.playwright-genesys-lock')
const FETCH_RETRIES = '5'

class SetupError extends Error {}

function checkNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return
  throw new SetupError(`Node.js ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}. See https://nodejs.org.`)
}

function numbers(version) {
  return version.split('.').map(Number)
}

function isOlder(version, than) {
  const [a, b] = [numbers(version), numbers(than)]
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1]
}

function checkRust() {
  const [, oldest] = /rust-version = "(.+)"/.exec(fs.readFileSync(path.join(ROOT, 'Cargo.toml'), 'utf8'))
  const { stdout, stderr, error, status } = spawnSync('cargo', ['--version'], { cwd: ROOT, encoding: 'utf8' })
  const howTo = 'Install it with rustup, https://rustup.rs, open a new shell, and run this again.'
  if (error !== undefined) throw new SetupError(`Rust is needed to build the addon, and there is no cargo. ${howTo}`)
  if (status !== 0) throw new SetupError(`cargo does not work:\n${stderr.trim()}`)
  const [, version] = /cargo (\d+\.\d+\.\d+)/.exec(stdout)
  if (isOlder(version, oldest)) throw new SetupError(`Rust ${oldest} or newer is needed; this is ${version}. Run "rustup update".`)
}

function lockHash() {
  return createHash('sha256').update(fs.readFileSync(path.join(ROOT, 'package-lock.json'))).digest('hex')
}

function stampedHash() {
  try {
    return fs.readFileSync(STAMP, 'utf8')
  } catch {
    return undefined
  }
}

/**
 * Installs what package-lock.json names, unless that is what stands there. Not with `npm ci`: it
 * refuses a lock that lacks the optional binaries of other systems, which not every registry has.
 * `npm install --no-save` keeps to the lock just as well, and writes nothing back.
 */
function installPackages() {
  const wanted = lockHash()
  if (stampedHash() === wanted) return
  const started = Date.now()
  heading('Node.js packages: npm install')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  if (!runNpm(['install', '--no-save', `--fetch-retries=${FETCH_RETRIES}`, ...quiet])) throw new SetupError('npm install failed; see above.')
  fs.writeFileSync(STAMP, wanted)
  console.log(`installed in ${duration(started)}`)
}

/** The crates, fetched apart from the build: only the network deserves a second try. */
function fetchCrates() {
  if (run('cargo', ['fetch', '--locked', '--quiet'], { CARGO_NET_RETRY: FETCH_RETRIES })) return
  throw new SetupError('The crates could not be fetched; see above.')
}

/** Builds the addon in the dev profile; cargo knows what is fresh. */
function buildAddon() {
  const started = Date.now()
  heading('Native addon: cargo build (the first time takes a few minutes)')
  fetchCrates()
  if (!runBin('@napi-rs/cli', 'napi', ['build', '--platform', '--js', 'binding.js', '--dts', 'binding.d.ts'])) {
    throw new SetupError('The addon did not build; see above. A C compiler and linker are needed: build-essential, Xcode command line tools, or Visual Studio Build Tools.')
  }
  console.log(`built in ${duration(started)}`)
}

/** TypeScript, compiled file by file for tests of its parts, and bundled as it is published. */
function compile() {
  if (!runBin('typescript', 'tsc', ['-p', 'ts'])) throw new SetupError('The TypeScript of ts/ did not compile; see above.')
  if (!run(process.execPath, ['scripts/bundle.js'])) throw new SetupError('The bundle was not made; see above.')
}

/** Everything a fresh clone lacks. Ends the process with a sentence where that cannot be had. */
function setUp() {
  try {
    checkNode()
    checkRust()
    installPackages()
    buildAddon()
    compile()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\nSet-up failed. ${error.message}`)
    process.exit(1)
  }
}

if (require.main === module) setUp()

module.exports = { setUp }
