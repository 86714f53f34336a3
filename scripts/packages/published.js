'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { here } = require('../../build/boundary/loading/here')
const { targetFor } = require('../../build/boundary/loading/targets')
const { npm, output } = require('../packed/work')

/** Windows has one of its own, and a GNU one that takes C: for a host. */
const TAR = process.platform === 'win32' ? path.join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'tar.exe') : 'tar'

/**
 * The root tarball as it is published: it names the package of this platform as an optional dependency. Where packages
 * see only what they name, as with pnpm and Plug'n'Play, the addon is found in no other way.
 */
function asPublished(tarballs, folder) {
  const into = path.join(folder, 'published')
  fs.mkdirSync(into)
  output(TAR, ['-xzf', tarballs.root.file, '-C', into], { cwd: into })
  const file = path.join(into, 'package', 'package.json')
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'))
  const { packageName } = targetFor(here())
  fs.writeFileSync(file, JSON.stringify({ ...manifest, optionalDependencies: { [packageName]: manifest.version } }))
  const { stdout } = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', into], { cwd: path.dirname(file) })
  const [{ filename }] = Object.values(JSON.parse(stdout))
  return { root: path.join(into, filename), platform: tarballs.platform.file, packageName }
}

module.exports = { asPublished }
