'use strict'

// The project's compiler over all blocks at once, with the package's types as users import them.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('../../run')
const { FOLDER, lineInPage } = require('./source')

const TSC = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
const LONGEST_MS = 120_000

const CONFIG = {
  compilerOptions: {
    target: 'es2023', lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'], module: 'nodenext', moduleResolution: 'nodenext',
    types: ['node'], strict: true, noImplicitAny: false, allowJs: true, skipLibCheck: true, noEmit: true,
    // What docs/x.md calls ../lib/y lies there for its blocks too.
    rootDirs: [ROOT, path.dirname(FOLDER)],
  },
  files: [],
}

function write(sources) {
  fs.rmSync(FOLDER, { recursive: true, force: true })
  fs.mkdirSync(FOLDER, { recursive: true })
  for (const { file, text } of sources) fs.writeFileSync(file, text)
  const files = [path.join(ROOT, 'scripts', 'docs', 'usual.d.ts'), ...sources.map(({ file }) => file)]
  fs.writeFileSync(path.join(FOLDER, 'tsconfig.json'), JSON.stringify({ ...CONFIG, files }))
}

/** One message of the compiler, told in the page's own lines. */
function told(line, sources) {
  const [, name, at, message] = /^(.+?)\((\d+),\d+\): (.+)$/.exec(line) ?? []
  const source = name && sources.find(({ file }) => path.basename(file) === path.basename(name))
  return source ? `${source.block.file}:${lineInPage(source, Number(at))}: ${message}` : line
}

/** What does not compile, in words. */
function compile(sources) {
  write(sources)
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [TSC, '-p', '.', '--pretty', 'false'], { cwd: FOLDER, encoding: 'utf8', timeout: LONGEST_MS })
  if (status === 0) return []
  const said = `${stdout}${stderr}`.split('\n').filter(Boolean)
  return [...said.map((line) => told(line, sources)), ...(error ? [error.message] : [])]
}

module.exports = { compile }
