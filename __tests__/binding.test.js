'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { described, here } = require('../build/boundary/loading/here')
const { TARGETS } = require('../build/boundary/loading/targets')
const { BUILT, Installed, TARGET } = require('./support/installed')
const { MACHINES, elf, macho } = require('./support/images')

// Each is a process that loads an addon, on a machine that may be busy.
jest.setTimeout(60_000)

const OTHER = TARGETS.find(({ platform }) => platform !== TARGET.platform)
/** What only happens on Linux with glibc, where these tests run in CI. */
const onGlibc = here().libc === 'gnu' ? test : test.skip

let project
beforeEach(() => { project = new Installed() })
afterEach(() => project[Symbol.dispose]())

/** The error of a process that uses the package as it is installed. */
function failure(env) {
  const error = project.use(env)
  expect(error).toMatchObject({ known: true, code: 'BINDING_NOT_FOUND', effect: 'none', operation: 'load the addon' })
  expect(error.message).toMatch(`The native addon for ${described(here())}, ${TARGET.packageName}, could not be loaded.`)
  expect(error.message).not.toContain('npm has a bug')
  return error
}

test('the package beside its platform package works', () => {
  project.addPlatform({ link: BUILT })
  expect(project.use()).toEqual({})
})

test('without the platform package it says which one, and the command', () => {
  const { message, hint } = failure()
  expect(message).toContain(`The package is not installed.\nCause: Cannot find module '${TARGET.packageName}'`)
  expect(hint).toContain('Run "npm install --include=optional"')
})

test('a lock file that was made on another system is named', () => {
  project.write(['pnpm-lock.yaml'], `packages:\n  ${OTHER.packageName}@0.1.0: {}\n`)
  expect(failure().hint).toBe('pnpm-lock.yaml does not know it. Delete pnpm-lock.yaml and node_modules, then run "pnpm install --force".')
})

test('a lock file that knows it means that the install left it out', () => {
  project.write(['package-lock.json'], JSON.stringify({ packages: { [`node_modules/${TARGET.packageName}`]: {} } }))
  expect(failure().hint).toMatch(/--omit=optional.+Run "npm install --include=optional"/)
})

test('the package of another platform in its place is named', () => {
  project.addPlatform({ bytes: elf(MACHINES.elf.x64) }, OTHER)
  expect(failure().message).toContain(`The package is not installed, but ${OTHER.packageName} is: node_modules was made for another system.`)
})

test('a platform package without its addon is named', () => {
  project.addPlatform({})
  expect(failure().message).toContain(`${TARGET.packageName} is installed without its addon.`)
})

test.each([['half of the file', 0.5], ['its first kilobyte', 1_000 / fs.statSync(BUILT).size]])('of an addon that was cut off, %s is an error and not the end of the process', (_name, part) => {
  const bytes = fs.readFileSync(BUILT)
  const file = project.addPlatform({ bytes: bytes.subarray(0, Math.floor(bytes.length * part)) })
  expect(failure().message).toContain(file)
})

onGlibc('an addon that was cut off is told with both sizes', () => {
  const bytes = fs.readFileSync(BUILT)
  const file = project.addPlatform({ bytes: bytes.subarray(0, 100_000) })
  expect(failure().message).toContain(`${file}, 100000 bytes, is damaged.\nCause: ${file} was cut off: it has 100000 bytes, and should have ${bytes.length}`)
})

test('a file that is no library is damaged', () => {
  const file = project.addPlatform({ bytes: Buffer.from('<!doctype html>') })
  expect(failure().message).toContain(`${file}, 15 bytes, is damaged.`)
})

test.each([
  ['another architecture', TARGET.arch === 'x64' ? 'arm64' : 'x64', 'linux', elf],
  ['macOS', 'arm64', 'darwin', macho],
])('an addon for %s is told by what it is made for', (_name, arch, platform, image) => {
  if (platform === TARGET.platform && arch === TARGET.arch) return
  const file = project.addPlatform({ bytes: image(MACHINES[image.name][arch]) })
  expect(failure().message).toContain(`${file} is made for ${platform} ${arch}, and this Node.js for ${TARGET.platform} ${TARGET.arch}.`)
})

onGlibc('an addon that needs a newer glibc is told by both versions, and by the linker', () => {
  const bytes = fs.readFileSync(BUILT)
  const at = bytes.indexOf('\0GLIBC_2.')
  // The linker compares a hash first and then the name: the version is asked for, and nobody has it.
  const end = bytes.indexOf(0, at + 1)
  bytes.write('GLIBC_9.'.padEnd(end - at - 1, '9'), at + 1)
  project.addPlatform({ bytes })
  const { message } = failure()
  expect(message).toMatch(/needs glibc 9\.9+, and this system has 2\.\d+: it was built on a newer one\.\nCause: .*version `GLIBC_9\.9+' not found/)
})

test('a named addon that is not there is named', () => {
  const { message, hint } = failure({ NAPI_RS_NATIVE_LIBRARY_PATH: path.join(project.folder, 'none.node') })
  expect(message).toContain(`NAPI_RS_NATIVE_LIBRARY_PATH names ${path.join(project.folder, 'none.node')}, which is not there.`)
  expect(hint).toMatch(/unset NAPI_RS_NATIVE_LIBRARY_PATH/)
})

test('a named addon is taken before the installed one', () => {
  project.addPlatform({})
  expect(project.use({ NAPI_RS_NATIVE_LIBRARY_PATH: BUILT })).toEqual({})
})

describe('versions', () => {
  const VERSION = require('../package.json').version

  /** The version is checked before anything else of the addon is used. */
  function mismatch() {
    const error = project.use()
    expect(error).toMatchObject({ known: true, code: 'BINDING_NOT_FOUND' })
    return error
  }

  /** A package of the platform's whose addon says this of its version. */
  function saying(version) {
    const file = path.relative(project.folder, project.addPlatform({})).split(path.sep)
    const manifest = [...file.slice(0, -1), 'package.json']
    project.write([...file.slice(0, -1), 'other.js'], `module.exports = { version: ${version} }`)
    project.write(manifest, JSON.stringify({ name: TARGET.packageName, version: VERSION, main: 'other.js' }))
  }

  test('an addon of another version than the package is refused, and both are named', () => {
    saying("() => '99.0.0'")
    const { message, hint } = mismatch()
    expect(message).toContain(`playwright-genesys ${VERSION} found an addon of version 99.0.0; both must be ${VERSION}.`)
    expect(hint).toBe('Delete node_modules, then run "npm install --include=optional" on this system.')
  })

  test('so is one that is none of ours', () => {
    saying(1)
    expect(mismatch().message).toContain('found an addon that tells no version')
  })
})
