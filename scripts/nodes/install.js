'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { cacheFolder } = require('../../build/surroundings/cache-folder')
const { PackedError, npm, output } = require('../packed/work')

/** Node.js by its major version, and the npm that goes with it: the packages of Node.js on npm hold none. */
const NODES = { 20: 10, 22: 10, 24: 11, 26: 12 }

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error', '--package-lock=false', '--fetch-retries=5']

/** The package of Node.js gets its binary by a script; only that one may run. */
const MANIFEST = { private: true, allowScripts: { node: true } }

const placesIn = (folder) => ({
  node: path.join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
  npm: path.join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
})

const isThere = (places) => Object.values(places).every((file) => fs.existsSync(file))

/** A Node.js and its npm, in a folder of the user's cache; installed when they are first asked for. */
function installNode(major) {
  const cache = cacheFolder()
  if (cache === undefined) throw new PackedError('There is no cache folder to install Node.js into.')
  const folder = path.join(cache, 'nodes', major)
  const places = placesIn(folder)
  if (isThere(places)) return places
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(MANIFEST))
  npm(['install', ...QUIET, `node@${major}`, `npm@${NODES[major]}`], { cwd: folder })
  const { stdout } = output(places.node, ['--version'], { cwd: folder })
  if (!stdout.startsWith(`v${major}.`)) throw new PackedError(`node@${major} gave Node.js ${stdout}`)
  return places
}

module.exports = { MAJORS: Object.keys(NODES), installNode }
