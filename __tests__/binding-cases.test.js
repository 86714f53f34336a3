'use strict'

const fs = require('node:fs')
const { judge, judgeVersions } = require('../build/boundary/loading/cases')
const { attempts, firstCause } = require('../build/boundary/loading/causes')
const { compareVersions, newestGlibc } = require('../build/boundary/loading/glibc')
const { described, here, libcOf } = require('../build/boundary/loading/here')
const { imageOf } = require('../build/boundary/loading/image')
const { TARGETS, targetFor } = require('../build/boundary/loading/targets')
const { lengthTold } = require('../build/boundary/loading/whole')
const { version, napi } = require('../package.json')
const { MACHINES, elf, macho, pe } = require('./support/images')

/** @type {import('../build/boundary/loading/here').System} */
const GNU = { platform: 'linux', arch: 'x64', libc: 'gnu', glibc: '2.36' }
const MUSL = { platform: 'linux', arch: 'x64', libc: 'musl' }
const MAC = { platform: 'darwin', arch: 'arm64' }
const WHOLE = { file: '/m/x.node', size: 9, told: 0, image: { platform: 'linux', arch: 'x64' } }
/** @type {import('../build/boundary/loading/place').Lock} */
const LOCK = { manager: 'npm', name: 'package-lock.json', knows: true }

/** What was seen where nothing is odd but what a test says. */
const facts = ({ here: system = GNU, ...odd }) => ({
  here: system, target: targetFor(system), named: undefined, addon: undefined, isEmpty: false, isClone: false, others: [], lock: LOCK, reason: 'R', ...odd,
})

test.each([
  ['left out', {}, 'The package is not installed.', 'Run "npm install --include=optional".'],
  ['left out by pnpm', { lock: { ...LOCK, manager: 'pnpm' } }, 'The package is not installed.', 'Run "pnpm install --force".'],
  ['left out by yarn', { lock: { ...LOCK, manager: 'yarn' } }, 'The package is not installed.', 'Run "yarn install".'],
  ['no lock file', { lock: undefined }, 'The package is not installed.', 'Run "npm install --include=optional".'],
  ['a lock file of another system', { lock: { ...LOCK, knows: false } }, 'The package is not installed.', 'package-lock.json does not know it. Delete package-lock.json and node_modules, then run "npm install --include=optional".'],
  ['installed for another system', { others: ['playwright-genesys-darwin-arm64'] }, 'The package is not installed, but playwright-genesys-darwin-arm64 is: node_modules was made for another system.', 'Delete node_modules, then run "npm install --include=optional" on this system.'],
  ['installed for another system, and locked there', { others: ['o'], lock: { ...LOCK, knows: false } }, 'The package is not installed, but o is', 'Delete package-lock.json and node_modules'],
  ['a package without its addon', { isEmpty: true }, 'playwright-genesys-linux-x64-gnu is installed without its addon.', 'Delete node_modules'],
  ['a clone that was not built', { isClone: true }, 'This is a clone of the repository, in which it was not built.', 'Run "npm run build"; Rust by rustup is needed.'],
  ['no library', { addon: { ...WHOLE, image: undefined } }, '/m/x.node, 9 bytes, is damaged.', 'Delete node_modules'],
  ['cut off', { addon: { ...WHOLE, told: 10 } }, '/m/x.node, 9 bytes, is damaged.', 'Delete node_modules'],
  ['another architecture', { addon: { ...WHOLE, image: { platform: 'linux', arch: 'arm64' } } }, '/m/x.node is made for linux arm64, and this Node.js for linux x64.', 'Delete node_modules'],
  ['another system', { addon: { ...WHOLE, image: { platform: 'darwin', arch: 'x64' } } }, '/m/x.node is made for darwin x64, and this Node.js for linux x64.', 'Delete node_modules'],
  ['another architecture, in a clone', { isClone: true, addon: { ...WHOLE, image: { platform: 'linux', arch: 'arm64' } } }, '/m/x.node is made for linux arm64', 'Run "npm run build" on this system.'],
  ['glibc on musl', { here: MUSL, addon: WHOLE, reason: 'Error loading shared library ld-linux-x86-64.so.2: No such file' }, '/m/x.node is made for glibc, and this system has musl.', 'Delete node_modules'],
  ['musl on glibc', { addon: WHOLE, reason: 'libc.musl-x86_64.so.1: cannot open shared object file' }, '/m/x.node is made for musl, and this system has glibc.', 'Delete node_modules'],
  ['a glibc that is too old', { here: { ...GNU, glibc: '2.12' }, addon: WHOLE, reason: "version `GLIBC_2.17' not found" }, 'The glibc of this system is 2.12; 2.17 or newer is needed.', 'Use a newer system'],
  ['built on a newer system', { here: { ...GNU, glibc: '2.31' }, addon: WHOLE, reason: "version `GLIBC_2.34' not found" }, '/m/x.node needs glibc 2.34, and this system has 2.31: it was built on a newer one.', 'Delete node_modules'],
  ['not allowed', { addon: WHOLE, reason: 'Cannot load native addon because loading addons is disabled.' }, "Node.js' permission model is on, and allows no addons.", 'Start Node.js with --allow-addons as well.'],
  ['something else', { addon: WHOLE, reason: 'undefined symbol: napi_x' }, '/m/x.node is there, and was refused.', 'Delete node_modules'],
  ['named, and not there', { named: '/n/y.node' }, 'NAPI_RS_NATIVE_LIBRARY_PATH names /n/y.node, which is not there.', 'Name an addon that was built for linux x64 gnu (glibc 2.36), or unset NAPI_RS_NATIVE_LIBRARY_PATH.'],
  ['named, of another architecture', { named: '/m/x.node', addon: { ...WHOLE, image: { platform: 'linux', arch: 'arm64' } } }, '/m/x.node is made for linux arm64', 'Name an addon that was built for linux x64 gnu'],
])('%s is told with the system, the package, the cause and what to do', (_name, odd, what, hint) => {
  const seen = facts(odd)
  const told = judge(seen)
  expect(told.message).toContain(`The native addon for ${described(seen.here)}, ${seen.target.packageName}, could not be loaded. ${what}`)
  expect(told.message).toContain(`\nCause: ${seen.reason}`)
  expect(told.hint).toContain(hint)
})

test('a system without an addon is told which ones have one', () => {
  const { message, hint } = judge(facts({ here: { platform: 'freebsd', arch: 'x64' } }))
  expect(message).toBe('The native addon for freebsd x64 could not be loaded. There is none for this system, but for linux-x64-gnu, linux-arm64-gnu, linux-x64-musl, linux-arm64-musl, darwin-x64, darwin-arm64, win32-x64-msvc, win32-arm64-msvc.\nCause: R')
  expect(hint).toMatch(/^Build from source: "npm run build"/)
})

test.each([
  [{ version: '1.0.0' }, 'playwright-genesys 2.0.0 found an addon of version 1.0.0; both must be 2.0.0.', 'Delete node_modules, then run "npm install'],
  [{ version: undefined }, 'playwright-genesys 2.0.0 found an addon that tells no version; both must be 2.0.0.', 'Delete node_modules'],
  [{ version: '1.0.0', isClone: true }, 'found an addon of version 1.0.0', 'Run "npm run build" on this system.'],
  [{ version: '1.0.0', named: '/n/y.node' }, 'found an addon of version 1.0.0', 'or unset NAPI_RS_NATIVE_LIBRARY_PATH.'],
])('two versions are told with what to do', ({ version: found, ...odd }, what, hint) => {
  const told = judgeVersions({ ...facts(odd), wrapper: '2.0.0', version: found })
  expect(told.message).toContain(what)
  expect(told.hint).toContain(hint)
})

describe('causes', () => {
  /** As the generated loader makes them: the last attempt outermost, around it advice about npm. */
  const chained = (...messages) => new Error('Cannot find native binding. npm has a bug', { cause: messages.reduce((cause, message) => new Error(message, { cause }), null) })
  const LOCAL = "Cannot find module './playwright-genesys.linux-x64-gnu.node'\nRequire stack:\n- /m/binding.js"
  const PACKAGE = "Cannot find module 'playwright-genesys-linux-x64-gnu'\nRequire stack:\n- /m/binding.js"
  const WASI = ["Cannot find module './playwright-genesys.wasi.cjs'", "Cannot find module 'playwright-genesys-wasm32-wasi'"]

  test.each([
    [[LOCAL, PACKAGE, ...WASI], "Cannot find module 'playwright-genesys-linux-x64-gnu'"],
    [["version `GLIBC_2.34' not found", PACKAGE, ...WASI], "version `GLIBC_2.34' not found"],
    [[LOCAL, 'invalid ELF header', ...WASI], 'invalid ELF header'],
    [['Unsupported architecture on Linux: mips', ...WASI], 'Unsupported architecture on Linux: mips'],
    [WASI, 'Cannot find native binding. npm has a bug'],
  ])('of %j the first real one is %j', (messages, expected) => {
    expect(firstCause(chained(...messages))).toBe(expected)
  })

  test('an error without a cause is its own, in one line that ends', () => {
    expect(firstCause(new Error("Cannot find module '../binding.js'\nRequire stack"))).toBe("Cannot find module '../binding.js'")
    expect(firstCause(new Error('x'.repeat(9_000))).length).toBe(400)
  })

  test('a chain that leads back to itself ends', () => {
    const error = new Error('x')
    error.cause = error
    expect(attempts(error).length).toBeLessThan(100)
  })
})

test.each([
  [elf(MACHINES.elf.x64), { platform: 'linux', arch: 'x64' }],
  [elf(MACHINES.elf.arm64), { platform: 'linux', arch: 'arm64' }],
  [elf(9_999), { platform: 'linux', arch: 'unknown' }],
  [macho(MACHINES.macho.arm64), { platform: 'darwin', arch: 'arm64' }],
  [macho(MACHINES.macho.x64), { platform: 'darwin', arch: 'x64' }],
  [pe(MACHINES.pe.x64), { platform: 'win32', arch: 'x64' }],
  [pe(MACHINES.pe.arm64), { platform: 'win32', arch: 'arm64' }],
  [pe(MACHINES.pe.x64, 128).fill(0xff, 60, 64), undefined],
  [elf(62).subarray(0, 19), undefined],
  [Buffer.from('MZ is how this text begins, no more'), undefined],
  [Buffer.alloc(0), undefined],
])('what a library is made for is read from its first bytes: %#', (bytes, expected) => {
  expect(imageOf(bytes)).toEqual(expected)
})

test('how long an ELF file is stands in its header; other bytes tell nothing', () => {
  const bytes = elf(62)
  bytes.writeBigUInt64LE(5_000n, 40)
  bytes.writeUInt16LE(64, 58)
  bytes.writeUInt16LE(10, 60)
  expect(lengthTold(bytes)).toBe(5_640)
  expect([bytes.subarray(0, 63), macho(1), Buffer.alloc(64), Buffer.alloc(0)].map(lengthTold)).toEqual([0, 0, 0, 0])
})

test('each target has the names that napi gives it', () => {
  expect(TARGETS.map(({ triple }) => triple)).toEqual(napi.targets)
  expect(TARGETS.map(({ packageName }) => packageName)).toEqual([
    'linux-x64-gnu', 'linux-arm64-gnu', 'linux-x64-musl', 'linux-arm64-musl', 'darwin-x64', 'darwin-arm64', 'win32-x64-msvc', 'win32-arm64-msvc',
  ].map((name) => `playwright-genesys-${name}`))
  expect(targetFor(MUSL).file).toBe('playwright-genesys.linux-x64-musl.node')
  expect(targetFor(MAC).libc).toBe(undefined)
  expect(targetFor({ platform: 'linux', arch: 'x64' })).toBe(undefined)
})

test('this system is one of them, and glibc tells its version', () => {
  expect(targetFor(here())).toBeDefined()
  expect(libcOf({ header: { glibcVersionRuntime: '2.17' } })).toEqual({ libc: 'gnu', glibc: '2.17' })
  expect(libcOf({ header: {} })).toEqual({ libc: 'musl' })
})

test.each([['2.9', '2.17', -1], ['2.17', '2.9', 1], ['2.2.5', '2.2', 1], ['2', '2.0', -1], ['2.17', '2.17', 0], ['3.0', '2.36', 1]])('%s against %s is %d', (one, other, sign) => {
  expect(Math.sign(compareVersions(one, other))).toBe(sign)
})

test('the newest glibc of a text is the newest by number', () => {
  expect(newestGlibc('GLIBC_2.2.5 GLIBC_2.17 GLIBC_2.9 GLIBCXX_3.4 GLIBC_PRIVATE')).toBe('2.17')
  expect(newestGlibc('nothing')).toBe(undefined)
})

test('the crate has the version of the package', () => {
  const [, crate] = /^\[package\]\n(?:.+\n)*?version = "(.+)"/m.exec(fs.readFileSync('Cargo.toml', 'utf8'))
  expect(crate).toBe(version)
})
