'use strict'

const { execFileSync, spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const ROOT = path.resolve(__dirname, '..')
const BUILD = path.join(__dirname, '.build')
const manifest = require('../package.json')

/** The addon that stands in a folder. */
function addonIn(folder) {
  const name = fs.readdirSync(folder).find((file) => file.startsWith(manifest.napi.binaryName) && file.endsWith('.node'))
  if (name === undefined) throw new Error(`There is no addon in ${folder}.`)
  return path.join(folder, name)
}

function napi(args) {
  const folder = path.join(ROOT, 'node_modules', '@napi-rs', 'cli')
  const { bin } = require(path.join(folder, 'package.json'))
  const { status } = spawnSync(process.execPath, [path.join(folder, bin.napi), ...args], { cwd: ROOT, stdio: 'inherit' })
  if (status !== 0) throw new Error('The release addon did not build; see above.')
}

/** Copies what the package publishes; the addon beside it is what `binding.js` finds first. */
function copyPackage(into) {
  for (const name of ['package.json', ...manifest.files]) fs.cpSync(path.join(ROOT, name), path.join(into, name), { recursive: true })
}

/**
 * The package with a release addon, in a folder of its own: the debug build of the repository is
 * left alone. Cargo knows what is fresh.
 */
function releaseProduct() {
  const [addon, folder] = [path.join(BUILD, 'addon'), path.join(BUILD, 'package')]
  fs.mkdirSync(addon, { recursive: true })
  napi(['build', '--release', '--platform', '--output-dir', addon, '--js', 'binding.js', '--dts', 'binding.d.ts'])
  return packageWith(addonIn(addon), folder)
}

/** A copy of the package with this addon. */
function packageWith(addon, folder) {
  fs.rmSync(folder, { recursive: true, force: true })
  fs.mkdirSync(folder, { recursive: true })
  copyPackage(folder)
  fs.copyFileSync(addon, path.join(folder, path.basename(addon)))
  return folder
}

/** The commit that is measured, marked where files differ from it. */
function revision() {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--', 'src', 'ts', 'Cargo.toml') === '' ? '' : ', changed'}`
  } catch {
    return 'unknown'
  }
}

module.exports = { BUILD, ROOT, addonIn, packageWith, releaseProduct, revision }
