'use strict'

const fs = require('node:fs')
const fc = require('fast-check')
const { here } = require('../build/boundary/loading/here')
const { TARGETS } = require('../build/boundary/loading/targets')
const { LARGEST, wrongWith } = require('../scripts/release/artifact')
const { BrokenImage, readElf } = require('../scripts/release/elf')
const { wrongBinaries } = require('../scripts/release/gates')
const { recipeFor } = require('../scripts/release/recipe')
const { failureOf } = require('../scripts/release/use')
const { PLACES, elfLibrary } = require('./support/elf-library')
const { MACHINES, macho, pe } = require('./support/images')
const { BUILT, TARGET } = require('./support/installed')

const named = (name) => TARGETS.find((target) => target.name === name)

const LIBC = {
  gnu: { needed: ['libc.so.6', 'ld-linux-x86-64.so.2'], versions: ['GLIBC_2.2.5', 'GLIBC_2.17', 'GLIBC_2.9'] },
  musl: { needed: ['libc.so'] },
}

/** A binary of a target that nothing is wrong with. */
function sound({ platform, arch, libc }, odd = {}) {
  if (platform === 'darwin') return macho(MACHINES.macho[arch])
  if (platform === 'win32') return pe(MACHINES.pe[arch])
  return elfLibrary({ machine: MACHINES.elf[arch], ...LIBC[libc], ...odd })
}

/** What the gates say about the binaries of all targets, some of them odd: bytes by path, `undefined` for a missing one. */
function judged(odd = {}) {
  const all = { ...Object.fromEntries(TARGETS.map((target) => [`npm/${target.name}/${target.file}`, sound(target)])), ...odd }
  const files = Object.keys(all).filter((file) => all[file] !== undefined)
  return wrongBinaries(TARGETS, files, (file) => all[file])
}

const GNU = 'npm/linux-x64-gnu/playwright-genesys.linux-x64-gnu.node'
const MUSL = 'npm/linux-x64-musl/playwright-genesys.linux-x64-musl.node'
const MAC = 'npm/darwin-arm64/playwright-genesys.darwin-arm64.node'
const WINDOWS = 'npm/win32-x64-msvc/playwright-genesys.win32-x64-msvc.node'
const gnu = named('linux-x64-gnu')

test('eight sound binaries pass', () => {
  expect(judged()).toEqual([])
})

test.each([
  ['a missing target', { [GNU]: undefined }, ['linux-x64-gnu has no binary: playwright-genesys.linux-x64-gnu.node is missing.']],
  ['two for one', { 'npm/x/playwright-genesys.darwin-arm64.node': sound(named('darwin-arm64')) }, [`darwin-arm64 has 2 binaries: ${MAC}, npm/x/playwright-genesys.darwin-arm64.node.`]],
  ['a binary of no target', { 'npm/freebsd-x64.node': Buffer.alloc(9) }, ['npm/freebsd-x64.node belongs to no target.']],
  ['a binary in the package of another', { [GNU]: undefined, 'npm/linux-x64-musl/playwright-genesys.linux-x64-gnu.node': sound(gnu) }, ['npm/linux-x64-musl/playwright-genesys.linux-x64-gnu.node lies in the package of another target.']],
  ['glibc in the musl package', { [MUSL]: sound(gnu) }, [`${MUSL} is linked for gnu, and not for musl.`]],
  ['musl in the glibc package', { [GNU]: sound(named('linux-x64-musl')) }, [`${GNU} is linked for musl, and not for gnu.`]],
  ['another architecture', { [GNU]: sound(named('linux-arm64-gnu')) }, [`${GNU} is made for linux arm64, and not for linux x64.`]],
  ['another architecture of macOS', { [MAC]: sound(named('darwin-x64')) }, [`${MAC} is made for darwin x64, and not for darwin arm64.`]],
  ['another architecture of Windows', { [WINDOWS]: sound(named('win32-arm64-msvc')) }, [`${WINDOWS} is made for win32 arm64, and not for win32 x64.`]],
  ['another system', { [MAC]: sound(gnu) }, [`${MAC} is made for linux x64, and not for darwin arm64.`]],
  ['a glibc that is too new', { [GNU]: sound(gnu, { versions: ['GLIBC_2.17', 'GLIBC_2.18'] }) }, [`${GNU} needs glibc 2.18; it may need 2.17 at most.`]],
  ['a runtime that is not everywhere', { [WINDOWS]: Buffer.concat([sound(named('win32-x64-msvc')), Buffer.from('VCRUNTIME140.dll')]) }, [`${WINDOWS} needs the Visual C++ runtime, which not every Windows has.`]],
  ['no library', { [GNU]: Buffer.from('<!doctype html>') }, [`${GNU} is no library.`]],
  ['nothing in it', { [GNU]: Buffer.alloc(0) }, [`${GNU} is no library.`]],
  ['a binary that was cut off', { [GNU]: sound(gnu).subarray(0, PLACES.strings) }, [`${GNU} is damaged: a name in it has no end.`]],
  ['a binary with symbols', { [GNU]: Buffer.concat([sound(gnu), Buffer.alloc(LARGEST)]) }, [`${GNU} has 16.0 MB, and was not stripped.`]],
])('%s is named', (_name, odd, expected) => {
  expect(judged(odd)).toEqual(expect.arrayContaining(expected))
  expect(judged(odd)).not.toEqual(judged())
})

test('whatever stands in a binary, the gates say something or nothing, and end', () => {
  const bytes = sound(gnu)
  const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255))
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), fc.nat(bytes.length), (changes, length) => {
    const hostile = Buffer.from(bytes)
    for (const [at, value] of changes) hostile[at] = value
    for (const target of TARGETS) expect(Array.isArray(wrongWith(target, hostile.subarray(0, length)))).toBe(true)
  }), { numRuns: 500 })
})

test.each([
  ['headers without an end', (bytes) => bytes.writeUInt16LE(0xffff, 56)],
  ['headers without a size', (bytes) => bytes.writeUInt16LE(0, 54)],
  ['headers outside of the file', (bytes) => bytes.writeBigUInt64LE(1n << 40n, 32)],
  ['a number beyond all files', (bytes) => bytes.writeBigUInt64LE(1n << 63n, 32)],
  ['no dynamic part', (bytes) => bytes.writeUInt32LE(7, PLACES.headers + 56)],
  ['names outside of the file', (bytes) => bytes.writeBigUInt64LE(1n << 40n, PLACES.dynamic + 2 * 16 + 8)],
  ['versions that lead out of the file', (bytes) => bytes.writeUInt32LE(0xfffffff0, PLACES.versions + 16 + 12)],
  ['versions that begin outside of it', (bytes) => bytes.writeUInt32LE(0xfffffff0, PLACES.versions + 8)],
  ['a class of another width', (bytes) => { bytes[4] = 1 }],
])('%s are an error of their own', (_name, spoil) => {
  const bytes = sound(gnu)
  spoil(bytes)
  expect(() => readElf(bytes)).toThrow(BrokenImage)
})

const onLinux = TARGET.platform === 'linux' ? test : test.skip

onLinux('the real addon is read as what it is, and a debug build is refused', () => {
  const bytes = fs.readFileSync(BUILT)
  const { needed, versions } = readElf(bytes)
  if (here().libc === 'gnu') {
    expect(needed).toContain('libc.so.6')
    expect(versions.filter((version) => version.startsWith('GLIBC_')).length).toBeGreaterThan(3)
  }
  expect(wrongWith(TARGET, bytes)[0]).toMatch(/^has \d+\.\d MB, and was not stripped$/)
})

test('an addon is used by closing a conversation, and one that does not load is told', () => {
  expect(failureOf(BUILT)).toBe(undefined)
  expect(failureOf(__filename)).toMatch(/could not be loaded/)
}, 120_000)

test('each target is built as its system needs it', () => {
  const recipes = Object.fromEntries(TARGETS.map((target) => [target.name, recipeFor(target, '/t')]))
  expect(recipes['linux-arm64-gnu']).toEqual({
    zig: true, env: {}, library: expect.stringMatching(/aarch64-unknown-linux-gnu.release.libplaywright_genesys\.so$/),
    args: ['zigbuild', '--release', '--locked', '--lib', '--target', 'aarch64-unknown-linux-gnu.2.17'],
  })
  expect(recipes['linux-x64-musl']).toMatchObject({ zig: true, env: { RUSTFLAGS: '-C target-feature=-crt-static' } })
  expect(recipes['darwin-x64']).toMatchObject({ zig: false, env: { MACOSX_DEPLOYMENT_TARGET: '10.13' }, library: expect.stringMatching(/libplaywright_genesys\.dylib$/) })
  expect(recipes['win32-arm64-msvc']).toMatchObject({ zig: false, env: { RUSTFLAGS: '-C target-feature=+crt-static' }, library: expect.stringMatching(/release.playwright_genesys\.dll$/) })
})
