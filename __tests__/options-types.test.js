'use strict'

const fs = require('node:fs')
const { TABLES } = require('../build/options')
const { FILE, optionsTypes } = require('../scripts/options-types')

const TEXT = fs.readFileSync(FILE, 'utf8')

/** Lines that were broken, as one. */
const SAID = TEXT.replace(/\n\s*\*(?!\/) ?/g, ' ').replaceAll(String.raw`*\/`, '*/')

function sentences({ doc, fields }) {
  const inner = Object.values(fields).flatMap((spec) => [spec, spec.of ?? []].flat()).filter(({ table }) => table !== undefined)
  return [doc, ...Object.values(fields).map((spec) => spec.doc), ...inner.flatMap(({ table }) => sentences(table))].filter(Boolean)
}

test('ts/types/options.ts is what the option tables say', () => {
  expect(TEXT).toBe(optionsTypes())
})

test.each(Object.keys(TABLES))('what is told of the options in %s is told where they are declared', (name) => {
  expect(sentences(TABLES[name]).filter((sentence) => !SAID.includes(sentence))).toEqual([])
})

test('an unset variable of the environment is no type error: what may be absent may be undefined', () => {
  const [, body] = /export interface ConnectionOptions \{([\s\S]*?)\n\}/.exec(TEXT)
  const optional = [...body.matchAll(/^ {2}\w+\?: (.+)$/gm)].map(([, type]) => type)
  expect(optional).toHaveLength(Object.keys(TABLES.ConnectionOptions.fields).length)
  expect(optional.filter((type) => !type.endsWith('| undefined'))).toEqual([])
})
