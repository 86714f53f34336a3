'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')
const { TARGETS } = require('../build/boundary/loading/targets')
const { order, publishAll, refusal, wrongRoot } = require('../scripts/release/publishing')
const { BEGIN, END, sizesText, withSizes } = require('../scripts/release/sizes')

const manifest = { name: 'playwright-genesys', version: '1.2.3' }
const optionalDependencies = Object.fromEntries(TARGETS.map(({ packageName }) => [packageName, '1.2.3']))

test('the root is published last, for it names the others', () => {
  const names = order(manifest, TARGETS).map(({ name }) => name)
  expect(names).toEqual([...TARGETS.map(({ packageName }) => packageName), 'playwright-genesys'])
  expect(order(manifest, TARGETS)[0]).toEqual({ name: 'playwright-genesys-linux-x64-gnu', folder: 'npm/linux-x64-gnu', version: '1.2.3' })
})

test('a second run passes over what is there', () => {
  const [published, said] = [[], []]
  const packages = order(manifest, TARGETS)
  publishAll(packages, { isThere: ({ name }) => name.includes('linux'), publish: ({ name }) => published.push(name), say: (text) => said.push(text) })
  expect(published).toEqual(packages.map(({ name }) => name).filter((name) => !name.includes('linux')))
  expect(said[0]).toBe('playwright-genesys-linux-x64-gnu 1.2.3 is there already.')
})

test('a package that cannot be published ends the run before the root', () => {
  const published = []
  const publish = ({ name }) => {
    if (name.includes('darwin')) throw new Error('no')
    published.push(name)
  }
  expect(() => publishAll(order(manifest, TARGETS), { isThere: () => false, publish, say: () => {} })).toThrow('no')
  expect(published).not.toContain('playwright-genesys')
})

test('the root names all platforms in its own version, and no other', () => {
  expect(wrongRoot({ ...manifest, optionalDependencies }, TARGETS)).toEqual([])
  expect(wrongRoot(manifest, TARGETS).length).toBe(TARGETS.length)
  expect(wrongRoot({ ...manifest, optionalDependencies: { ...optionalDependencies, 'playwright-genesys-darwin-x64': '1.2.2', 'playwright-genesys-aix': '1.2.3' } }, TARGETS)).toEqual([
    'optionalDependencies must have playwright-genesys-darwin-x64 in version 1.2.3.', 'optionalDependencies has playwright-genesys-aix, which is no package of a target.',
  ])
})

test('what the release writes is never committed', () => {
  const committed = /** @type {{ version: string, optionalDependencies?: object }} */ (require('../package.json'))
  expect(committed.optionalDependencies).toBe(undefined)
})

test.each([
  [{}, /^Only the release workflow publishes/],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'x', GITHUB_REF: 'refs/heads/main' }, /^The tag must be v1\.2\.3/],
  [{ ACTIONS_ID_TOKEN_REQUEST_URL: 'x', GITHUB_REF: 'refs/tags/v1.2.4' }, /^The tag must be v1\.2\.3/],
])('it is refused from %j', (env, expected) => {
  expect(refusal(env, manifest)).toMatch(expected)
})

test('it is allowed from the workflow, for the tag of the version', () => {
  expect(refusal({ ACTIONS_ID_TOKEN_REQUEST_URL: 'x', GITHUB_REF: 'refs/tags/v1.2.3' }, manifest)).toBe(undefined)
})

test('the script itself refuses on any other machine', () => {
  const env = { ...process.env, ACTIONS_ID_TOKEN_REQUEST_URL: '', GITHUB_REF: '' }
  const { status, stderr } = spawnSync(process.execPath, [path.resolve(__dirname, '..', 'scripts', 'publish.js')], { encoding: 'utf8', env, timeout: 25_000 })
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^Only the release workflow publishes/) })
})

describe('sizes', () => {
  const root = { name: 'root', size: 100_000, unpacked: 400_000, files: [{ path: 'index.js', size: 100_000 }, { path: 'lib/a.js', size: 200_000 }, { path: 'lib/b.js', size: 100_000 }] }
  const platform = { name: 'platform', size: 4_000_000, unpacked: 9_000_000, files: [{ path: 'x.node', size: 8_999_000 }, { path: 'package.json', size: 1_000 }] }

  test('are told for each package, for an install, and by parts', () => {
    const text = sizesText({ root, platform })
    expect(text).toContain('| `root` | 0.10 MB | 0.40 MB | 3 |\n| `platform` | 4.00 MB | 9.00 MB | 2 |\n| an install | 4.10 MB | 9.40 MB | 5 |')
    expect(text).toContain('`x.node`: 9.00 MB')
    expect(text).toContain('| `lib/` | 300.0 kB | 2 |\n| at the top | 100.0 kB | 1 |')
    expect(text).toContain('| `lib/a.js` | 200.0 kB |')
  })

  test('stand between their marks, as often as they are written', () => {
    const page = `before\n\n${BEGIN}\nold\n${END}\n\nafter\n`
    const once = withSizes(page, 'new')
    expect(once).toMatch(/^before\n\n<!--[^]+new\n\n<!-- [^]+\n\nafter\n$/)
    expect(once).not.toContain('old')
    expect(withSizes(once, 'new')).toBe(once)
    expect(() => withSizes('no marks', 'new')).toThrow('lost the marks')
  })
})
