'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { PackedError, output } = require('../packed/work')

/** What would lead to a Rust, or to another Node.js. */
const FOREIGN = /^(?:CARGO|RUST|NODE_PATH|NODE_OPTIONS|NAPI_RS|npm_(?!config_))/

/** A folder that holds one program, Node.js: all that is on the PATH. */
function bareFolder(into, node) {
  fs.mkdirSync(into)
  const name = path.basename(node)
  if (process.platform === 'win32') fs.copyFileSync(node, path.join(into, name))
  else fs.symlinkSync(node, path.join(into, name))
  return into
}

/** The environment of somebody who has Node.js and nothing else; an absent value counts as unset. */
function bareEnvironment(bare) {
  const unset = Object.keys(process.env).filter((name) => FOREIGN.test(name) || name.toUpperCase() === 'PATH')
  return { ...Object.fromEntries(unset.map((name) => [name, undefined])), PATH: bare }
}

/** The environment itself is asked, not only made: in it no cargo, no rustc, no compiler and no shell can be started. */
function checkBare(node, env, cwd) {
  const ask = "for (const each of ['cargo', 'rustc', 'cc', 'sh']) if (require('node:child_process').spawnSync(each, ['--version']).error?.code !== 'ENOENT') console.log(each)"
  const found = output(node, ['-e', ask], { cwd, env }).stdout.trim()
  if (found !== '') throw new PackedError(`More than Node.js is on the PATH: ${found.split('\n').join(', ')}`)
}

/** A browser of the system may be a script that needs the system's programs: it alone gets them. */
function browserWithPath(into, browser) {
  if (process.platform === 'win32' || browser === undefined) return browser
  const file = path.join(into, 'browser.sh')
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`
  fs.writeFileSync(file, `#!/bin/sh\nPATH=${quoted(process.env.PATH)} exec ${quoted(browser)} "$@"\n`, { mode: 0o755 })
  return file
}

module.exports = { bareEnvironment, bareFolder, browserWithPath, checkBare }
