'use strict'

// The last step of the release workflow. `--prepare` makes the packages of the platforms from the addons in artifacts/,
// and writes optionalDependencies into package.json; without it they are published, the root last. It may be run again:
// what is there is passed over.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { TARGETS } = require('../build/boundary/loading/targets')
const { PackedError, bin, npm } = require('./packed/work')
const { program } = require('./packed/program')
const { runsAtInstall } = require('./packed/tarballs')
const { order, publishAll, refusal, wrongRoot } = require('./release/publishing')
const { ROOT } = require('./run')

const manifestOf = (folder) => JSON.parse(fs.readFileSync(path.join(ROOT, folder, 'package.json'), 'utf8'))

function prepare() {
  for (const args of [['create-npm-dirs'], ['artifacts', '--output-dir', 'artifacts'], ['prepublish', '--tag-style', 'npm', '--skip-optional-publish', '--no-gh-release']]) {
    process.stdout.write(bin(ROOT, '@napi-rs/cli', args, { cwd: ROOT }).stdout)
  }
}

/** What the registry says to a name and version; anything but "not found" and an answer is an error. */
function isThere({ name, version }) {
  const { status, stdout, stderr } = spawnSync('npm', ['view', `${name}@${version}`, 'version'], { cwd: ROOT, encoding: 'utf8' })
  if (status === 0) return stdout.trim() === version
  if (/E404/.test(stderr)) return false
  throw new PackedError(`Whether ${name} ${version} is there could not be asked:\n${stderr}`)
}

function publish({ name, version, folder }) {
  console.log(`${name} ${version} …`)
  process.stdout.write(npm(['publish', '--provenance', '--access', 'public', '--ignore-scripts'], { cwd: path.join(ROOT, folder) }).stdout)
}

/** All that must hold for the manifests, in sentences. */
function wrongManifests(packages) {
  const manifests = packages.map(({ folder }) => manifestOf(folder))
  const running = manifests.filter((manifest) => runsAtInstall(manifest).length > 0).map(({ name }) => `${name} would run something when it is installed.`)
  const odd = packages.filter(({ name, version }, index) => manifests[index].name !== name || manifests[index].version !== version)
  return [...running, ...odd.map(({ folder, name, version }) => `${folder}/package.json is not ${name} ${version}.`), ...wrongRoot(manifestOf('.'), TARGETS)]
}

function main(/** @type {string[]} */ [mode]) {
  if (mode === '--prepare') return prepare()
  const manifest = manifestOf('.')
  const refused = refusal(process.env, manifest)
  if (refused !== undefined) throw new PackedError(refused)
  const packages = order(manifest, TARGETS)
  const wrong = wrongManifests(packages)
  if (wrong.length > 0) throw new PackedError(wrong.join('\n'))
  return publishAll(packages, { isThere, publish, say: console.log })
}

program(() => main(process.argv.slice(2)))
