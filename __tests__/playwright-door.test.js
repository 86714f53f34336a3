'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const os = require('node:os')
const { environment } = require('./support/processes')

const ROOT = path.resolve(__dirname, '..')
const { files, dependencies } = require('../package.json')

function node(script, cwd) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd, env: environment() })
  return { status, stdout, stderr }
}

/** Every module that a process has loaded. */
const AND_TELL = "; process.stdout.write(Object.keys(require.cache).join('\\n'))"

test.each(['playwright-genesys', 'playwright-genesys/matchers'])('%s loads nothing of Playwright', (door) => {
  // Each part is loaded when it is first wanted: all of them are.
  const { status, stdout } = node(`Object.values(require('${door}'))${AND_TELL}`, ROOT)
  expect(status).toBe(0)
  expect(stdout).toContain('core.js')
  expect(stdout).not.toMatch(/node_modules[/\\](?:@playwright|playwright)|fixtures\.js/)
})

test('an import alone loads no addon', () => {
  const { stdout } = node(`require('playwright-genesys').closeConversation${AND_TELL}`, ROOT)
  expect(stdout).toContain(path.join('dist', 'core.js'))
  expect(stdout).not.toMatch(/\.node$/m)
})

test('what no close needs is not even read by one', () => {
  const close = "closeConversation('2b0f6c1a-4a53-4a8e-9a4b-0d2f3c1e5a77', { apiUrl: 'http://127.0.0.1:9', accessToken: 'x', timeoutMs: 1 }).catch(() => {}).then(() => {"
  const { stdout } = node(`require('playwright-genesys').${close}${AND_TELL.slice(1)} })`, ROOT)
  expect(stdout).toContain(path.join('dist', 'core.js'))
  expect(stdout).not.toMatch(/guests\.js|tools\.js/)
})

test('playwright-genesys/playwright is what loads it', () => {
  const { status, stdout } = node(`require('playwright-genesys/playwright')${AND_TELL}`, ROOT)
  expect(status).toBe(0)
  expect(stdout).toMatch(/node_modules[/\\]@playwright[/\\]test/)
})

/** The package as it is installed where nobody has installed Playwright. */
function installed() {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'genesys-door-'))
  const modules = path.join(home, 'node_modules')
  for (const name of [...files, 'package.json']) fs.cpSync(path.join(ROOT, name), path.join(modules, 'playwright-genesys', name), { recursive: true })
  // The addon is large: a link to it will do.
  const addon = fs.readdirSync(ROOT).find((name) => name.endsWith('.node'))
  fs.symlinkSync(path.join(ROOT, addon), path.join(modules, 'playwright-genesys', addon))
  for (const name of Object.keys(dependencies)) fs.symlinkSync(path.join(ROOT, 'node_modules', name), path.join(modules, name), 'junction')
  return home
}

test('without the peer, the door of the fixtures says what to install, and the others open', () => {
  const home = installed()
  try {
    const { status, stderr } = node("require('playwright-genesys/playwright')", home)
    expect(status).not.toBe(0)
    expect(stderr).toContain('playwright-genesys/playwright needs @playwright/test 1.51 or newer beside it: npm install --save-dev @playwright/test')
    expect(node("require('playwright-genesys'); require('playwright-genesys/matchers')", home)).toMatchObject({ status: 0, stderr: '' })
  } finally {
    fs.rmSync(home, { recursive: true })
  }
})
