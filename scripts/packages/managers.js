'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { npm, output } = require('../packed/work')

/** What is installed beside node_modules by each of them would otherwise be asked for, or sent. */
const YARN_4 = 'enableTelemetry: false\nenableImmutableInstalls: false\nenableGlobalCache: true\n'

/** The package managers, pinned, each with how it installs and how its project starts Node.js. */
const MANAGERS = {
  npm: { install: ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'] },
  pnpm: { from: 'pnpm@12.4.2', script: 'pnpm/bin/pnpm.mjs', install: ['install', '--prefer-offline', '--no-frozen-lockfile'] },
  'yarn 1': { from: 'yarn@1.22.22', script: 'yarn/bin/yarn.js', install: ['install', '--prefer-offline', '--non-interactive', '--silent'] },
  'yarn 4': { from: '@yarnpkg/cli-dist@4.18.1', script: '@yarnpkg/cli-dist/bin/yarn.js', install: ['install'], files: { '.yarnrc.yml': `${YARN_4}nodeLinker: node-modules\n` } },
  // The compiler looks for packages in folders, of which there are none here.
  'yarn 4 pnp': { from: '@yarnpkg/cli-dist@4.18.1', script: '@yarnpkg/cli-dist/bin/yarn.js', install: ['install'], files: { '.yarnrc.yml': `${YARN_4}nodeLinker: pnp\n` }, isPnp: true },
}

/** The tool itself, in a folder for tools. */
function scriptOf({ from, script }, tools) {
  const folder = path.join(tools, from.replace(/[/@]/g, '-'))
  const file = path.join(folder, 'node_modules', script)
  if (fs.existsSync(file)) return file
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }))
  npm(['install', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=5', from], { cwd: folder })
  return file
}

/** A manager as what can be done with it in a project: a command of its own, and Node.js started as it wants it. */
function managerNamed(name, tools) {
  const manager = MANAGERS[name]
  const run = (args, options) => {
    if (manager.from === undefined) return npm(args, options)
    return output(process.execPath, [scriptOf(manager, tools), ...args], options)
  }
  const node = (args, options) => (manager.isPnp ? run(['node', ...args], options) : output(process.execPath, args, options))
  return { name, files: {}, ...manager, run, node }
}

module.exports = { NAMES: Object.keys(MANAGERS), managerNamed }
