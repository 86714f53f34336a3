'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { ROOT, filesBelow, importTable, jsImports, moduleOf, rustImports } = require('./support/imports')

const RUST = importTable('module')
const JAVASCRIPT = importTable('file or folder')
const read = (file) => fs.readFileSync(path.join(ROOT, file), 'utf8')

/** Whether a path is a name or lies inside it. */
function isInside(imported, name, separator) {
  return imported === name || imported.startsWith(`${name}${separator}`)
}

/** The most specific row for a name. */
function rowFor(table, name, separator) {
  const rows = [...table.keys()].filter((row) => isInside(name, row, separator))
  return rows.sort((a, b) => b.length - a.length)[0]
}

/** What a file imports against the table, in words. */
function violations(table, name, imports, separator) {
  const row = rowFor(table, name, separator)
  if (row === undefined) return [`${name} stands in no row of ARCHITECTURE.md`]
  const allowed = table.get(row)
  if (allowed === undefined) return []
  const refused = imports.filter((each) => ![row, ...allowed].some((may) => isInside(each, may, separator)))
  return refused.map((each) => `${name} imports ${each}`)
}

const rustViolations = (file, source) => {
  const imports = rustImports(file, source).map((segments) => segments.join('::'))
  return violations(RUST, moduleOf(file).join('::'), imports, '::')
}

const jsViolations = (file, source) => violations(JAVASCRIPT, file, jsImports(file, source), '/')

const RUST_FILES = filesBelow('src', ['.rs']).filter((file) => file !== 'src/lib.rs')
const DOORS = ['index', 'matchers', 'playwright'].flatMap((door) => [`${door}.js`, `${door}.mjs`])
const JS_FILES = [...DOORS, ...['lib', 'cli', 'scripts', 'playwright'].flatMap((folder) => filesBelow(folder, ['.js', '.mjs', '.ts']))].filter((file) => !file.endsWith('.d.ts'))

test('the Rust modules import what ARCHITECTURE.md allows', () => {
  expect(RUST_FILES.length).toBeGreaterThan(50)
  expect(RUST_FILES.flatMap((file) => rustViolations(file, read(file)))).toEqual([])
})

test('the JavaScript files import what ARCHITECTURE.md allows', () => {
  expect(JS_FILES.length).toBeGreaterThan(20)
  expect(JS_FILES.flatMap((file) => jsViolations(file, read(file)))).toEqual([])
})

test('only the addon names napi', () => {
  const others = RUST_FILES.filter((file) => !file.startsWith('src/addon/') && /\bnapi(_derive)?::/.test(read(file)))
  expect(others).toEqual([])
})

test.each([
  ['src/simulator/world.rs', 'use crate::platform::Call;', ['simulator::world imports platform::Call']],
  ['src/simulator/world.rs', 'use crate::model::ids::ConversationId;', []],
  ['src/simulator/world.rs', 'use crate::model::{ids::QueueId, Participant};', ['simulator::world imports model::Participant']],
  ['src/simulator/views/mod.rs', 'use super::super::close::{self, x};', ['simulator::views imports close', 'simulator::views imports close::x']],
  ['src/close/state.rs', 'fn f() { crate::platform::now() }', ['close::state imports platform::now']],
  ['src/close/state.rs', 'use super::{driver::{A, B}};', ['close::state imports close::driver::A', 'close::state imports close::driver::B']],
  ['src/close/state.rs', '#[cfg(test)]\nmod tests {\n    use super::*;\n    use super::super::driver;\n}', ['close::state imports close::driver']],
  ['src/close/driver.rs', 'use super::state; // use crate::simulator::x;\nconst A: &str = "crate::guest::x";', []],
  ['src/net/http.rs', 'use crate::{error::Error, addon};', ['net::http imports addon']],
  ['src/new.rs', '', ['new stands in no row of ARCHITECTURE.md']],
])('%s with %j is judged rightly', (file, source, expected) => {
  expect(rustViolations(file, source)).toEqual(expected)
})

test.each([
  ['lib/client.js', "require('playwright')", ['lib/client.js imports playwright']],
  ['playwright/run.ts', "import { Core } from '../build/client/core'", ['playwright/run.ts imports lib/core.js']],
  ['playwright/run.ts', "import { GenesysClient } from '..'; import { TestClient } from './client'", []],
  ['lib/client.js', "require('..')", ['lib/client.js imports index.js']],
  ['lib/client.js', "require('./core'); require('node:fs')", []],
  ['lib/options/kinds.js', "require('../core')", ['lib/options/kinds.js imports lib/core.js']],
  ['scripts/setup.js', "require('../build/options')", ['scripts/setup.js imports lib/options.js']],
])('%s with %s is judged rightly', (file, source, expected) => {
  expect(jsViolations(file, source)).toEqual(expected)
})
