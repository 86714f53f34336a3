'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { temporaryFolder } = require('./support/ledger')
const { environment } = require('./support/processes')

const AUDIT = path.resolve(__dirname, '..', 'scripts', 'audit.js')

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))

/** A program that answers by what it is asked; the first line that fits counts. */
function program(name, answers) {
  const cases = Object.entries(answers).map(([asked, [status, said]]) => `*"${asked}"*) echo "${said}" >&2; exit ${status};;`)
  fs.writeFileSync(path.join(folder, name), `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\n*) exit 0;;\nesac\n`, { mode: 0o700 })
}

function audit({ cargo = {}, npm = {} }) {
  program('cargo', cargo)
  program('npm', npm)
  const env = environment({ PATH: `${folder}${path.delimiter}${process.env.PATH}`, npm_execpath: undefined })
  const { status, stdout } = spawnSync(process.execPath, [AUDIT], { encoding: 'utf8', env })
  return { status, summary: stdout.split('summary')[1].split('\n').slice(1, -1) }
}

// The fakes are scripts of a POSIX shell.
const posix = process.platform === 'win32' ? test.skip : test

posix.each([
  ['all is well', {}, 0, ['nothing found', 'nothing found', 'nothing found']],
  ['a licence is refused', { cargo: { 'check --hide-inclusion-graph bans': [4, 'rejected'] } }, 1, ['FOUND SOMETHING', 'nothing found', 'nothing found']],
  ['an advisory is known', { cargo: { advisories: [1, 'RUSTSEC-2099-0001'] } }, 1, ['nothing found', 'FOUND SOMETHING', 'nothing found']],
  ['the advisories cannot be had', { cargo: { advisories: [1, 'failed to fetch advisory database'] } }, 2, ['nothing found', 'NOT CHECKED: its data could not be reached', 'nothing found']],
  ['npm knows of one', { npm: { audit: [1, '1 high severity vulnerability'] } }, 1, ['nothing found', 'nothing found', 'FOUND SOMETHING']],
  ['npm cannot reach its data', { npm: { audit: [1, 'npm error audit endpoint returned an error'] } }, 2, ['nothing found', 'nothing found', 'NOT CHECKED: its data could not be reached']],
  [
    'one thing is found and another not checked',
    { cargo: { 'deny --version': [101, 'no such command'] }, npm: { audit: [1, '1 high severity vulnerability'] } },
    1,
    [expect.stringMatching('NOT CHECKED: cargo-deny is not installed'), expect.stringMatching('NOT CHECKED'), 'FOUND SOMETHING'],
  ],
  [
    'cargo-deny is not there',
    { cargo: { 'deny --version': [101, 'no such command'] } },
    2,
    [expect.stringMatching(/NOT CHECKED: cargo-deny is not installed: cargo install/), expect.stringMatching('NOT CHECKED'), 'nothing found'],
  ],
])('where %s, the audit says so', (_what, fakes, expected, outcomes) => {
  const { status, summary } = audit(fakes)
  expect(status).toBe(expected)
  expect(summary.map((line) => line.slice(34))).toEqual(outcomes)
})
