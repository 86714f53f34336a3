'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { isAllowed } = require('./support/licences')
const { runsAtInstall } = require('../scripts/packed/tarballs')

const ROOT = path.resolve(__dirname, '..')
const rustBelow = (folder) => fs.readdirSync(path.join(ROOT, folder), { encoding: 'utf8', recursive: true }).filter((name) => name.endsWith('.rs')).map((name) => path.join(folder, name))
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8')

// cargo reads some two hundred manifests, on a machine that may be busy.
jest.setTimeout(120_000)

describe('crates', () => {
  const [, allowList] = /^allow = \[([^\]]*)\]/m.exec(read('deny.toml'))
  const allowed = new Set([...allowList.matchAll(/"([^"]+)"/g)].map(([, name]) => name))

  /** Every package of the lock file, for every platform; all of them were fetched before the addon was built. */
  function packages() {
    const { status, stdout, stderr } = spawnSync('cargo', ['metadata', '--locked', '--offline', '--format-version', '1'], { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 })
    if (status !== 0) throw new Error(stderr)
    return JSON.parse(stdout).packages
  }

  test('come from the registry, unchanged, and carry a licence that deny.toml allows', () => {
    const others = packages().filter(({ source }) => source !== null)
    expect(others.length).toBeGreaterThan(100)
    const foreign = others.filter(({ source }) => !source.startsWith('registry+https://github.com/rust-lang/'))
    expect(foreign.map(({ name, source }) => `${name} from ${source}`)).toEqual([])
    const refused = others.filter(({ license }) => !isAllowed(license, allowed))
    expect(refused.map(({ name, license }) => `${name}: ${license}`)).toEqual([])
    const locked = read('Cargo.lock').split('[[package]]\n').slice(1).filter((entry) => entry.includes('\nsource = '))
    expect(locked.length).toBe(others.length)
    expect(locked.filter((entry) => !/\nchecksum = "[0-9a-f]{64}"\n/.test(entry))).toEqual([])
  })

  test.each([
    ['MIT', true],
    ['MIT/Apache-2.0', true],
    ['GPL-3.0-only OR MIT', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR Apache-2.0) AND Unicode-3.0', true],
    ['(MIT OR GPL-3.0-only) AND GPL-3.0-only', false],
    ['Apache-2.0 WITH LLVM-exception OR GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['', false],
    [null, false],
  ])('the licence %j is allowed: %j', (expression, expected) => {
    expect(isAllowed(expression, new Set(['MIT', 'Apache-2.0', 'Unicode-3.0']))).toBe(expected)
  })

  test('of ours have no unsafe, and nothing that allows it', () => {
    expect(read('Cargo.toml')).toMatch(/\n\[lints\.rust\]\nunsafe_code = "deny"\n/)
    const files = [...['src', 'tests', 'fuzz/fuzz_targets'].flatMap(rustBelow), 'build.rs']
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((file) => hasUnsafe(read(file)))).toEqual([])
  })

  test.each([
    ['unsafe { f() }', true], ['unsafe fn f() {}', true], ['unsafe impl Send for X {}', true], ['unsafe extern "C" {}', true],
    ['#![allow(unsafe_code)]', true], ['#[expect(clippy::x, unsafe_code)]', true], ['#[unsafe(no_mangle)]', true],
    ['assert!(!policy.contains("unsafe"))', false], ['// unsafe is denied', false],
  ])('%s counts as unsafe: %j', (source, expected) => {
    expect(hasUnsafe(source)).toBe(expected)
  })

  function hasUnsafe(source) {
    return /\bunsafe\s*(?:\{|\(|fn\b|impl\b|trait\b|extern\b)|#!?\[[^\]]*\bunsafe_code\b/.test(source)
  }
})

describe('packages', () => {
  const lock = JSON.parse(read('package-lock.json')).packages
  const manifest = require('../package.json')
  /** The others run in a clone of a package, and for one that comes from git; none of these does. */
  const runsFromRegistry = (one) => runsAtInstall(one).some((name) => name.endsWith('install'))

  /** Where a package finds another one, as Node.js looks for it. */
  function located(name, from) {
    for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
      const place = [folder, `node_modules/${name}`].filter(Boolean).join('/')
      if (lock[place] !== undefined) return place
      if (folder === '') throw new Error(`${name}, which ${from} needs, is not in the lock file.`)
    }
  }

  /** All that an install of the published package brings, but for what the user has anyway. */
  function shipped() {
    const found = new Set()
    const visit = (from) => {
      for (const name of Object.keys({ ...lock[from].dependencies, ...lock[from].optionalDependencies })) {
        const place = located(name, from)
        if (found.has(place)) continue
        found.add(place)
        visit(place)
      }
    }
    visit('')
    return [...found]
  }

  test('ours runs nothing when it is installed, and is built nowhere else', () => {
    expect(runsAtInstall(manifest)).toEqual([])
    expect(runsAtInstall({ scripts: { postinstall: 'x', test: 'y' } })).toEqual(['postinstall'])
    // npm builds a package that has such a file, without being told.
    expect(fs.existsSync(path.join(ROOT, 'binding.gyp'))).toBe(false)
  })

  test('that come with ours run nothing either, and are pinned by what they contain', () => {
    const places = shipped()
    for (const name of Object.keys(manifest.dependencies)) expect(places).toContain(`node_modules/${name}`)
    expect(places.filter((place) => lock[place].hasInstallScript)).toEqual([])
    expect(places.filter((place) => runsFromRegistry(require(path.join(ROOT, place, 'package.json'))))).toEqual([])
    expect(places.filter((place) => fs.existsSync(path.join(ROOT, place, 'binding.gyp')))).toEqual([])
    expect(places.filter((place) => !/^sha512-/.test(lock[place].integrity))).toEqual([])
  })

  test('that come with ours are of exact versions', () => {
    expect(Object.values(manifest.dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  test('all have a checksum, and none comes from elsewhere than the registry', () => {
    const others = Object.entries(lock).filter(([place, { link }]) => place !== '' && !link)
    expect(others.length).toBeGreaterThan(100)
    expect(others.filter(([, { integrity, inBundle }]) => !inBundle && !/^sha512-/.test(integrity)).map(([place]) => place)).toEqual([])
    expect(others.filter(([, { resolved = '' }]) => /^(?:git|file|http:)/.test(resolved)).map(([place]) => place)).toEqual([])
  })
})
