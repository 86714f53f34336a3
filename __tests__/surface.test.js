'use strict'

const { execFileSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { Worker } = require('node:worker_threads')
const { Simulator } = require('..')
const { TABLES } = require('../build/options')
const { declared, membersOf, values } = require('./support/declarations')

/** Declared ahead of its building. The test below fails once it is there and still stands here. */
const TO_COME = []
const EXPORTED = values().filter((name) => !TO_COME.includes(name))

const ROOT = path.resolve(__dirname, '..')
const TEXT = fs.readFileSync(path.join(ROOT, 'index.d.ts'), 'utf8')

/** The literal strings that a spec accepts at its own level. */
function literals(spec) {
  if (spec.kind === 'enum') return spec.choices
  if (spec.kind === 'literal' && typeof spec.value === 'string') return [spec.value]
  return spec.kind === 'either' ? spec.of.flatMap(literals) : []
}

function tableIn(spec) {
  return spec.kind === 'either' ? spec.of.map(tableIn).find(Boolean) : spec.table
}

/** Where table and declaration differ: names, and for each the literals that may be given. */
function differences(table, types, prefix = '') {
  const names = new Set([...Object.keys(table.fields), ...Object.keys(types)])
  return [...names].flatMap((name) => {
    const [spec, type] = [table.fields[name], types[name]]
    if (spec === undefined) return [`${prefix}${name} is declared and not in the table`]
    if (type === undefined) return [`${prefix}${name} is in the table and not declared`]
    const inner = tableIn(spec)
    if (inner !== undefined && type.includes('{')) return differences(inner, membersOf(type), `${prefix}${name}.`)
    const declaredLiterals = type.startsWith('Pick<') ? [] : [...type.matchAll(/'([^']+)'/g)].map(([, literal]) => literal)
    const agree = String(literals(spec).toSorted()) === String(declaredLiterals.toSorted())
    return agree ? [] : [`${prefix}${name} accepts ${literals(spec)} and is declared as ${type}`]
  })
}

test.each(Object.keys(TABLES))('%s: every option of index.d.ts is in the table, and the other way round', (name) => {
  expect(differences(TABLES[name], declared(name))).toEqual([])
})

test('what index.d.ts declares is what index.js exports', () => {
  expect(Object.keys(require('..')).sort()).toEqual(EXPORTED)
})

test('what is declared of the simulator is built', () => {
  const [, body] = /export class Simulator \{([\s\S]*?)\n\}/.exec(TEXT)
  const methods = [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name)
  expect(methods).toContain('messengerUrl')
  expect(methods.filter((name) => typeof Simulator.prototype[name] !== 'function')).toEqual([])
})

test('require and import give the same objects', () => {
  const script = `
    import * as esm from 'playwright-genesys'
    import { createRequire } from 'node:module'
    const cjs = createRequire(process.cwd() + '/x.js')('playwright-genesys')
    const names = [...new Set([...Object.keys(esm), ...Object.keys(cjs)])]
    console.log(JSON.stringify(names.filter((name) => esm[name] !== cjs[name])), names.length)`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT, encoding: 'utf8' })
  expect(output).toBe(`[] ${EXPORTED.length}\n`)
})

test('a worker thread loads it and gets its own errors', async () => {
  const script = `
    const { parentPort } = require('node:worker_threads')
    const { GenesysClient, isGenesysError } = require('.')
    new GenesysClient({ region: 'eu-west-1' }).getConversation('x').catch((error) => parentPort.postMessage([error.code, isGenesysError(error)]))`
  const worker = new Worker(script, { eval: true })
  const answer = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await worker.terminate()
  expect(answer).toEqual(['INVALID_INPUT', true])
})
