'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../run')
const { PackedError, npm } = require('./work')

const { devDependencies: PINNED } = require('../../package.json')

const QUIET = ['--no-save', '--package-lock=false', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=5']
const LEFT_BY_RUNS = new Set(['node_modules', 'test-results', 'playwright-report', 'package-lock.json'])

/** Copies a folder of the repository without what was installed or left there by a run. */
function copy(from, to) {
  fs.cpSync(path.join(ROOT, from), to, { recursive: true, filter: (file) => !LEFT_BY_RUNS.has(path.basename(file)) })
}

/** A package in the version that the repository itself uses. */
function pinned(name) {
  return `${name}@${PINNED[name]}`
}

/** A project outside of the repository that has the tarballs and some packages. */
function makeProject(folder, { tarballs, packages }) {
  fs.mkdirSync(folder)
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }))
  npm(['install', ...QUIET, tarballs.root.file, tarballs.platform.file, ...packages], { cwd: folder })
  return folder
}

function filesOf(folder) {
  const names = fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name))
  return names.filter((name) => /\.(ts|js)$/.test(name) && !name.includes('node_modules'))
}

/** The packages that a file imports, by name. */
function packagesIn(file) {
  const found = [...fs.readFileSync(file, 'utf8').matchAll(/(?:require\(|\bfrom )'([^'.][^']*)'/g)].map(([, name]) => name)
  return found.filter((name) => !name.startsWith('node:')).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)[0])
}

/** Examples share what a project has installed: each must ask for what it imports all the same. */
function checkDeclared(example) {
  const { devDependencies } = JSON.parse(fs.readFileSync(path.join(example, 'package.json'), 'utf8'))
  const undeclared = filesOf(example).flatMap(packagesIn).filter((name) => !(name in devDependencies))
  if (undeclared.length > 0) throw new PackedError(`${path.basename(example)}/package.json lacks ${[...new Set(undeclared)].join(', ')}`)
}

/** Copies an example into a project, which has what it needs. */
function addExample(project, name) {
  const folder = path.join(project, 'examples', name)
  copy(path.join('examples', name), folder)
  checkDeclared(folder)
  return folder
}

module.exports = { addExample, copy, makeProject, pinned }
