'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { cacheFolder } = require('../../build/surroundings/cache-folder')

/** zig is linker and C compiler for any Linux, old ones too; cargo-zigbuild leads cargo to it. Both come from PyPI. */
const PACKAGES = ['cargo-zigbuild==0.24.1', 'ziglang==0.17.1']
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin'

const PYTHONS = ['python3', 'python']

class NoZig extends Error {}

const runs = (program, args, env = process.env) => spawnSync(program, args, { stdio: 'ignore', env }).status === 0

/** Both tools, whoever installed them. */
function works(env) {
  return runs('cargo-zigbuild', ['--version'], env) && (runs('zig', ['version'], env) || PYTHONS.some((python) => runs(python, ['-m', 'ziglang', 'version'], env)))
}

function withPath(folder) {
  const name = Object.keys(process.env).find((each) => each.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [name]: `${folder}${path.delimiter}${process.env[name] ?? ''}` }
}

function perform(program, args) {
  console.log(`${path.basename(program)} ${args.join(' ')}`)
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (status !== 0) throw new NoZig(`${path.basename(program)} failed${error ? `: ${error.message}` : ''}. Install ${PACKAGES.join(' and ')} by pip yourself, so that cargo-zigbuild is on the PATH.`)
}

function installInto(folder) {
  const python = PYTHONS.find((each) => runs(each, ['-m', 'venv', '--help']))
  if (python === undefined) throw new NoZig(`Neither cargo-zigbuild with zig nor Python with venv is on the PATH: install ${PACKAGES.join(' and ')} by pip, or Python.`)
  fs.mkdirSync(path.dirname(folder), { recursive: true, mode: 0o700 })
  perform(python, ['-m', 'venv', folder])
  perform(path.join(folder, BIN, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES])
}

/** An environment in which `cargo zigbuild` runs. What is missing is installed into a folder of its own, once. */
function zigEnvironment() {
  if (works(process.env)) return process.env
  const cache = cacheFolder()
  if (cache === undefined) throw new NoZig(`There is no cache folder to install into: install ${PACKAGES.join(' and ')} by pip.`)
  const folder = path.join(cache, `zig-${PACKAGES.map((each) => each.split('==')[1]).join('-')}`)
  const env = withPath(path.join(folder, BIN))
  if (!works(env)) installInto(folder)
  if (!works(env)) throw new NoZig(`${folder} was made, and zig does not run there.`)
  return env
}

module.exports = { NoZig, zigEnvironment }
