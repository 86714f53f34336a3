'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { PackedError, bin, npm } = require('./work')

const { here } = require('../../build/boundary/loading/here')
const { targetFor } = require('../../build/boundary/loading/targets')
const manifest = require('../../package.json')

/** What npm runs by itself, at an install or from git. */
const AT_INSTALL = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish']

const runsAtInstall = ({ scripts = {} }) => AT_INSTALL.filter((name) => Object.hasOwn(scripts, name))

/** Packs a folder as it would be published. */
function pack(folder, into) {
  const run = runsAtInstall(JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')))
  if (run.length > 0) throw new PackedError(`The package would run something when it is installed: ${run.join(', ')}.`)
  const { stdout } = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: folder })
  const [packed] = Object.values(JSON.parse(stdout))
  const { name, filename, size, unpackedSize: unpacked, files } = packed
  return { name, file: path.join(into, filename), size, unpacked, files }
}

/** The addon that was built here, as it is needed for this system. */
function builtAddon() {
  const { file } = targetFor(here())
  const built = path.join(ROOT, file)
  if (!fs.existsSync(built)) throw new PackedError(`There is no ${file}: run "npm run build" first.`)
  return built
}

/** The package with the addon for this platform, as the release makes it: by napi, from an addon that was built. */
function packPlatform(into, addon) {
  // napi writes only beside the package.json that it reads; nothing of it may be left in the repository.
  const release = path.join(into, 'release')
  fs.mkdirSync(release)
  fs.copyFileSync(path.join(ROOT, 'package.json'), path.join(release, 'package.json'))
  bin(ROOT, '@napi-rs/cli', ['create-npm-dirs'], { cwd: release })
  const { file, name } = targetFor(here())
  const folder = path.join(release, 'npm', name)
  fs.copyFileSync(addon, path.join(folder, file))
  return pack(folder, into)
}

const REQUIRED = ['LICENSE', 'README.md', 'package.json', 'binding.js', 'dist/cli.js', 'dist/core.js', 'dist/closes.js', 'dist/guests.js', 'dist/tools.js', 'dist/trouble.js', 'dist/index.js', 'docs/options.md']
/** @type {[RegExp, string][]} */
const REFUSED = [
  [/\.node$/, 'an addon belongs into the package of its platform'],
  [/\.rs$|^Cargo|^(src|target|fuzz)\//, 'sources of Rust'],
  [/(?<!\.d)\.m?ts$|\.tsbuildinfo$/, 'sources of TypeScript'],
  [/^(__tests__|tests|e2e|examples|fixtures|scripts)\/|\.(test|spec)\./, 'tests and what belongs to them'],
  [/(^|\/)\.(?!d)|\.log$/, 'hidden files'],
  // Links of a page lead to the repository.
  [/\.(png|gif|jpe?g|svg|map)$/, 'pictures and source maps are for the repository'],
  [/(^|\/)binding\.gyp$/, 'npm builds it at install'],
]

/** All files that `exports`, `main`, `types` and `bin` name. */
function named(value) {
  if (typeof value === 'string') return [path.posix.normalize(value)]
  return Object.values(value).flatMap(named)
}

/** What is wrong with the list of files in the root package, in words. */
function wrongWith(files) {
  const { main, types, bin: bins, exports } = manifest
  const missing = [...REQUIRED, ...named([main, types, bins, exports])].filter((file) => !files.includes(file))
  const refused = files.flatMap((file) => REFUSED.filter(([pattern]) => pattern.test(file)).map(([, why]) => `${file}: ${why}`))
  return [...new Set(missing.map((file) => `${file} is missing`)), ...refused]
}

/** Both tarballs, their contents checked. */
function makeTarballs(into, addon = builtAddon()) {
  const root = pack(ROOT, into)
  const wrong = wrongWith(root.files.map(({ path: name }) => name))
  if (wrong.length > 0) throw new PackedError(`The package has the wrong files:\n${wrong.join('\n')}`)
  return { root, platform: packPlatform(into, addon) }
}

module.exports = { makeTarballs, runsAtInstall, wrongWith }
