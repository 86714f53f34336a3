'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { CLOSE } = require('../release/use')
const { PackedError, bin } = require('../packed/work')
const { devDependencies: PINNED } = require('../../package.json')
const { table } = require('../packed/table')
const { managerNamed } = require('./managers')
const { asPublished } = require('./published')

const HEAD = { name: 'package manager', install: 'installed in', cjs: 'CommonJS', esm: 'ES module, one class with CommonJS', typescript: 'TypeScript' }
const CLOSED = 'closed closed closed'

const BODY = CLOSE.slice(CLOSE.indexOf('const main'))
const NAMES = '{ GenesysClient, GuestSession, Simulator }'

/** The same close in each world. The ES module also asks whether both doors lead to the same classes. */
const SOURCES = {
  'close.cjs': `const ${NAMES} = require("playwright-genesys")\n${BODY}`,
  'close.mjs': `
    import { createRequire } from 'node:module'
    import ${NAMES} from "playwright-genesys"
    const required = createRequire(import.meta.url)("playwright-genesys")
    if (required.GenesysClient !== GenesysClient || required.Simulator !== Simulator) throw new Error('import and require give two classes')
    ${BODY}`,
  'close.ts': `import { GenesysClient, GuestSession, Simulator, type CloseReport } from "playwright-genesys"\nexport type Report = CloseReport\n${BODY.replaceAll('witnesses.wire.', 'witnesses.wire?.')}`,
  'tsconfig.json': JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, types: ['node'], outDir: 'out' }, files: ['close.ts'] }),
}

/** Where a manager reads that a package is to be taken from a file. */
function manifest({ root, platform, packageName }) {
  const replaced = { [packageName]: `file:${platform}` }
  const tools = { typescript: PINNED.typescript, '@types/node': PINNED['@types/node'] }
  return { name: 'project', version: '1.0.0', private: true, dependencies: { 'playwright-genesys': `file:${root}` }, devDependencies: tools, overrides: replaced, resolutions: replaced }
}

function write(folder, files) {
  fs.mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text)
}

function checked(world, { stdout }) {
  if (stdout.trim() !== CLOSED) throw new PackedError(`${world} said ${stdout}`)
  return 'closed'
}

function typescript(manager, folder) {
  if (manager.isPnp) return 'not tried'
  bin(folder, 'typescript', ['-p', folder], { cwd: folder })
  return checked('TypeScript', manager.node(['out/close.js'], { cwd: folder }))
}

/** pnpm reads replacements from a file of its own. */
function filesFor(manager, published) {
  const replaced = `overrides:\n  ${JSON.stringify(published.packageName)}: ${JSON.stringify(`file:${published.platform}`)}\n`
  return { ...SOURCES, ...manager.files, 'pnpm-workspace.yaml': replaced, 'package.json': JSON.stringify(manifest(published)) }
}

/** A clean project, installed by a manager and used from each world. Gives a row of the table. */
function tryManager(manager, folder, published) {
  write(folder, filesFor(manager, published))
  const started = Date.now()
  manager.run(manager.install, { cwd: folder })
  const seconds = (Date.now() - started) / 1000
  return {
    name: `${manager.name}: ${manager.run(['--version'], { cwd: folder }).stdout.trim()}`,
    install: `${seconds.toFixed(1)} s`,
    cjs: checked('CommonJS', manager.node(['close.cjs'], { cwd: folder })),
    esm: checked('ESM', manager.node(['close.mjs'], { cwd: folder })),
    typescript: typescript(manager, folder),
  }
}

/** The table of these managers; the tools themselves are installed in `tools`. */
function tryManagers(names, { folder, tools, tarballs }) {
  const published = asPublished(tarballs, folder)
  const rows = names.map((name, index) => tryManager(managerNamed(name, tools), path.join(folder, `clean-${index}`), published))
  return table(HEAD, rows)
}

module.exports = { tryManagers }
