'use strict'

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { figure } = require('../figure')
const { addonIn } = require('../product')

const MB = 1_000_000

/** Size of what `npm pack` makes of a folder, in bytes. */
function packed(folder, into) {
  const script = process.env.npm_execpath
  const [program, first] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []]
  const args = [...first, 'pack', '--json', '--ignore-scripts', '--pack-destination', into]
  const [{ size }] = Object.values(JSON.parse(execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })))
  return size
}

/** What a folder's files come to, in bytes. */
function unpacked(folder) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0)
}

/** The package of one platform: its addon and a manifest. */
function platformPackage(into, addon) {
  const folder = path.join(into, 'platform')
  fs.mkdirSync(folder)
  fs.copyFileSync(addon, path.join(folder, path.basename(addon)))
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'platform', version: '0.0.0', files: [path.basename(addon)] }))
  return folder
}

async function measure() {
  const product = process.env.BENCH_PRODUCT
  const addon = addonIn(product)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-bench-'))
  try {
    const root = packed(product, folder) / MB
    const platform = packed(platformPackage(folder, addon), folder) / MB
    return [
      figure({ name: '.node', unit: 'MB', values: [fs.statSync(addon).size / MB], peers: { sdk: [unpacked(path.dirname(require.resolve('purecloud-platform-client-v2/package.json'))) / MB] }, note: 'of the SDK its package, unpacked' }),
      figure({ name: 'tarballs of an install: package and its platform', unit: 'MB', values: [root + platform] }),
      figure({ name: 'of it the package itself', unit: 'MB', values: [root] }),
    ]
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

module.exports = { measure }
