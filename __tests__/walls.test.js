'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

const ROOT = path.resolve(__dirname, '..')
const OXLINT = path.join(path.dirname(require.resolve('oxlint/package.json')), 'bin', 'oxlint')
const CONFIG = 'oxlint.config.mjs'

/** What the walls say of these files, by the names of the rules that speak. */
function judged(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'walls-'))
  try {
    for (const [name, text] of Object.entries({ 'tsconfig.json': '{}', [CONFIG]: fs.readFileSync(path.join(ROOT, CONFIG), 'utf8'), ...files })) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      fs.writeFileSync(path.join(folder, name), text)
    }
    const { stdout } = spawnSync(process.execPath, [OXLINT, '-c', CONFIG, '--format=json', 'ts'], { cwd: folder, encoding: 'utf8' })
    return JSON.parse(stdout).diagnostics.map(({ code, filename }) => `${filename} ${code}`).sort()
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

const VALUE = 'export const a = 1\n'

test('what the table allows is no fault', () => {
  expect(judged({ 'ts/boundary/a.ts': VALUE, 'ts/client/b.ts': "import { a } from '../boundary/a'\nexport const b = a\n" })).toEqual([])
})

test.each([
  ["import { a } from '../client/a'\nexport const b = a\n"],
  ["import type { a } from '../client/a'\nexport type B = typeof a\n"],
  ["export { a } from '../client/a'\n"],
])('an import that it does not allow is one: %j', (text) => {
  expect(judged({ 'ts/client/a.ts': VALUE, 'ts/boundary/b.ts': text })).toEqual(['ts/boundary/b.ts eslint(no-restricted-imports)'])
})

test('a circle is one, of types too', () => {
  const files = { 'ts/client/a.ts': "import type { B } from './b'\nexport type A = B[]\n", 'ts/client/b.ts': "import type { A } from './a'\nexport interface B { a: A }\n" }
  expect(judged(files)).toEqual(['ts/client/a.ts import(no-cycle)', 'ts/client/b.ts import(no-cycle)'])
})

test('any is one', () => {
  expect(judged({ 'ts/client/a.ts': 'export const a: any = 1\n' })).toEqual(['ts/client/a.ts typescript(no-explicit-any)'])
})
