'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')
const { environment } = require('./support/processes')
const { leaksIn, secretOf } = require('./support/canaries')

const SECRETS = { secret: secretOf('panic') }
const SCRIPT = `
  const { binding } = require(${JSON.stringify(path.resolve(__dirname, '..', 'build', 'boundary', 'binding'))})
  binding.panicWith(process.env.PANIC_TEXT).then(
    () => console.log('it went on'),
    (error) => console.log(String(error), require('node:util').inspect(error)),
  )
`

/** Another process meets a fault of ours with a secret in hand. */
function panic(env) {
  return spawnSync(process.execPath, ['-e', SCRIPT], { encoding: 'utf8', timeout: 30_000, env: environment({ PANIC_TEXT: `what was in hand: ${SECRETS.secret}`, ...env }) })
}

test.each([['0', 'in a word'], ['1', 'with the way there']])('a panic settles its promise and tells its place, RUST_BACKTRACE=%s: %s', (backtrace) => {
  const { status, stdout, stderr } = panic({ RUST_BACKTRACE: backtrace })
  expect(status).toBe(0)
  expect(stdout).toMatch(/panic/i)
  expect(stderr).toMatch(/^playwright-genesys has a fault of its own at src[/\\]addon[/\\]panic\.rs:\d+:\d+; please report it\./)
  expect(stderr.includes('panic_with')).toBe(backtrace === '1')
  expect(stderr).not.toContain('what was in hand')
  expect(leaksIn(stdout + stderr, SECRETS)).toEqual([])
})
