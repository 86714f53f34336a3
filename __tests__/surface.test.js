'use strict'

const { execFileSync } = require('node:child_process')
const path = require('node:path')
const { Worker } = require('node:worker_threads')

const ROOT = path.resolve(__dirname, '..')
const EXPORTED = Object.keys(require('../build/entries')).sort()

test('what the types say is exported is', () => {
  expect(Object.keys(require('..')).sort()).toEqual(EXPORTED)
  expect(EXPORTED).toContain('closeConversation')
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
