'use strict'

// What is published: one core that every entry shares, so that there is one GenesysError, and thin entries beside it. What not
// every client needs is in files of its own: V8 reads a file whole, and that is half of an import. So are ts/playwright and ts/cli.
const fs = require('node:fs')
const path = require('node:path')
const esbuild = require('esbuild')

const ROOT = path.resolve(__dirname, '..')
const [SOURCE, BUILD, DIST] = ['ts', 'build', 'dist'].map((folder) => path.join(ROOT, folder))
const SENTENCE = /\bdoc: (?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"),?/g
const MARK = '// Made by scripts/bundle.js.\n'
/** @satisfies {import('esbuild').BuildOptions} */
const SHARED = { bundle: true, platform: 'node', format: 'cjs', target: 'node20.3', packages: 'external', logLevel: 'warning', legalComments: 'none', logOverride: { 'commonjs-variable-in-esm': 'silent' } }

/**
 * The files that all entries share, each loaded when something in it is first wanted, with what is theirs: folders, and
 * single modules. Whatever stands nowhere is the core's; that has what a client is made of.
 */
const SHARES = {
  core: ['boundary/loading/root', 'boundary/loading/whole', 'client/client', 'client/connection'],
  closes: ['boundary/callback', 'client', 'options/tables/close'],
  guests: ['boundary/page-guest', 'guest', 'simulator', 'options/tables/guest', 'options/tables/simulator'],
  tools: [
    'door', 'eslint', 'explore', 'ledger', 'matchers', 'measure', 'reap', 'recording', 'timeline',
    'options/tables/matchers', 'options/tables/reap', 'surroundings/cache-folder', 'surroundings/left-folders',
  ],
  trouble: ['boundary/loading', 'options/refusal'],
}
const SHARED_FILES = Object.keys(SHARES)

const nameOf = (file) => path.relative(SOURCE, file).replaceAll(path.sep, '/').replace(/\.ts$/, '')
const isBelow = (file, folder) => file.startsWith(path.join(SOURCE, folder) + path.sep)

/** The addon's loader stays a file of its own, one folder above what is bundled; of package.json is bundled what is read. */
const outside = {
  name: 'outside',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/binding\.js$/ }, () => ({ path: '../binding.js', external: true }))
    onResolve({ filter: /\/package\.json$/ }, () => ({ path: path.join(ROOT, 'package.json') }))
    onLoad({ filter: /[\\/]package\.json$/ }, ({ path: file }) => {
      const { version, napi: { binaryName, targets } } = require(file)
      return { contents: JSON.stringify({ version, napi: { binaryName, targets } }), loader: 'json' }
    })
    // The sentences of the options are for the types and the pages.
    onLoad({ filter: /[\\/]options[\\/]tables[\\/]\w+\.ts$/ }, ({ path: file }) => ({ contents: fs.readFileSync(file, 'utf8').replace(SENTENCE, ''), loader: 'ts' }))
  },
}

/** Which of the shared files has a module. */
const shareOf = (name) => SHARED_FILES.find((file) => SHARES[file].some((part) => `${name}/`.startsWith(`${part}/`))) ?? 'core'

/** Whatever is not its own is taken from the file that has it; `wanted` is told its name. */
const fromOthers = (isOwn, wanted) => ({
  name: 'from-others',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.\.?\// }, async ({ path: named, importer, resolveDir, kind, pluginData }) => {
      if (pluginData === 'seen') return undefined
      const found = await resolve(named, { importer, resolveDir, kind, pluginData: 'seen' })
      if (found.external || isOwn(found.path)) return found
      wanted.add(nameOf(found.path))
      return { path: `others:${nameOf(found.path)}`, external: true }
    })
  },
})

const taken = (name) => `require("./${shareOf(name)}.js")["${name}"]`

/** What is imported for trouble alone is loaded in trouble. */
const IN_TROUBLE = 'function inTrouble(name) { return new Proxy({}, { get: (_module, value) => require("./trouble.js")[name][value] }); }\n'
const imported = (name) => (shareOf(name) === 'trouble' ? `inTrouble("${name}")` : taken(name))

/** No function of esbuild's stands around what is taken from another file. */
async function build(name, options) {
  const { outputFiles: [{ text }] } = await esbuild.build({ ...SHARED, ...options, write: false })
  const bundled = text
    .replace(/\b(import_\w+ = )require\("others:([^"]+)"\)/g, (_all, declared, other) => `${declared}${imported(other)}`)
    .replace(/\brequire\("others:([^"]+)"\)/g, (_all, other) => taken(other))
  write(`${name}.js`, bundled.includes(' = inTrouble(') ? bundled + IN_TROUBLE : bundled)
}

function bundleBeside(entry, name, wanted) {
  const folder = path.dirname(entry)
  const plugins = [outside, fromOthers((file) => isBelow(file, folder), wanted)]
  return build(name, { entryPoints: [path.join(SOURCE, `${entry}.ts`)], plugins })
}

function write(name, text) {
  const file = path.join(DIST, name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
}

/** A getter for each module, which loads it when it is first wanted. */
const getters = (names) => `module.exports = {\n${names.map((name) => `  get '${name}'() { return require('./${name}') },`).join('\n')}\n}\n`

/** All of them at once, without a function around each, which V8 would read twice, nor a getter for each of their values. */
function atOnce(names) {
  const named = names.map((name, nth) => [name, Object.keys(require(path.join(BUILD, name))).map((value) => [value, `${value}_${nth}`])])
  const imports = named.map(([name, values]) => `import { ${values.map(([value, as]) => `${value} as ${as}`).join(', ')} } from './${name}'`)
  const modules = named.map(([name, values]) => `  '${name}': { ${values.map((pair) => pair.join(': ')).join(', ')} },`)
  return `${imports.join('\n')}\nmodule.exports = {\n${modules.join('\n')}\n}\n`
}

async function bundleShared(share, wanted) {
  const names = [...wanted].filter((name) => shareOf(name) === share).sort()
  const contents = share === 'core' ? atOnce(names) : getters(names)
  const plugins = [outside, fromOthers((file) => shareOf(nameOf(file)) === share, wanted)]
  await build(share, { stdin: { contents, resolveDir: SOURCE, sourcefile: `${share}.js` }, plugins })
}

/** Each of them may want more of the others. */
async function bundleAllShared(wanted) {
  for (let before = 0; before < wanted.size;) {
    before = wanted.size
    for (const share of SHARED_FILES) await bundleShared(share, wanted)
  }
}

/** The values that an entry exports, each with the module that has it. */
function exportsOf(entry) {
  const text = fs.readFileSync(path.join(SOURCE, `${entry}.ts`), 'utf8')
  const found = [...text.matchAll(/^export \{ ([^}]+) \} from '\.\.?\/([^']+)'$/gm)]
  return found.flatMap(([, names, from]) => names.split(', ').filter((name) => !name.startsWith('type ')).map((name) => ({ name, from: moduleName(from) })))
}

/** A module by the name in an import; nothing where it is none of ours. */
function moduleName(named, folder = SOURCE, ending = '.ts') {
  return [named, `${named}/index`].find((each) => fs.existsSync(path.join(folder, `${each}${ending}`)))
}

/** An entry: each value is loaded when it is first wanted. */
function writeEntry(entry, values) {
  const lines = values.map(({ name, from }) => `  get ${name}() { return ${taken(from)}.${name} },`)
  write(`${entry}.js`, `${MARK}'use strict'\n\nmodule.exports = {\n${lines.join('\n')}\n}\n`)
}

/** The same objects as for require(): one identity of each class in both worlds. */
function writeModule(entry, names) {
  write(`${entry}.mjs`, `${MARK}import entry from './${entry}.js'\n\nexport const { ${names.sort().join(', ')} } = entry\n`)
}

/** The fixtures behind the word that is said where @playwright/test is not there. */
async function bundlePlaywright(wanted) {
  await bundleBeside('playwright/index', 'fixtures', wanted)
  const fixtures = { name: 'fixtures', setup: ({ onResolve }) => onResolve({ filter: /\/playwright$/ }, () => ({ path: './fixtures.js', external: true })) }
  await build('playwright', { entryPoints: [path.join(SOURCE, 'entries/playwright.ts')], plugins: [fixtures] })
  const classes = exportsOf('playwright/index').map(({ name }) => name)
  writeModule('playwright', [...classes, 'expect', 'test'])
  writeTypes('playwright', 'playwright/index')
}

/** The declarations that an entry leads to: what the compiler emitted, copied. */
function copyTypes(file, told = new Set()) {
  if (told.has(file)) return
  told.add(file)
  const text = fs.readFileSync(path.join(BUILD, file), 'utf8')
  write(path.join('types', file), text)
  for (const [, named] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)) {
    const found = moduleName(path.posix.join(path.posix.dirname(file), named), BUILD, '.d.ts')
    if (found !== undefined) copyTypes(`${found}.d.ts`, told)
  }
}

/** What both worlds import, from the one place where it is declared. */
function writeTypes(entry, from) {
  copyTypes(`${from}.d.ts`)
  write(`${entry}.d.ts`, `export * from './types/${from}'\n`)
  write(`${entry}.d.mts`, `export * from './${entry}.js'\n`)
}

async function bundle() {
  fs.rmSync(DIST, { recursive: true, force: true })
  const wanted = new Set()
  await bundleBeside('cli/index', 'cli', wanted)
  await bundlePlaywright(wanted)
  for (const entry of ['index', 'matchers', 'eslint']) {
    const values = exportsOf(`entries/${entry}`)
    for (const { from } of values) wanted.add(from)
    writeEntry(entry, values)
    writeModule(entry, values.map(({ name }) => name))
    writeTypes(entry, `entries/${entry}`)
  }
  await bundleAllShared(wanted)
  await build('preload', { entryPoints: [path.join(SOURCE, 'cli/simulate/preload.ts')] })
  await build('explore-reporter', { entryPoints: [path.join(SOURCE, 'cli/explore/reporter.ts')] })
}

module.exports = { bundle }

if (require.main === module) bundle()
