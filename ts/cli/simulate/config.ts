import fs from 'node:fs'
import { TABLES } from '../../options'
import { checkTable } from '../../options/check'
import { UsageError } from '../usage'
import { FLAGS, OFF, optionOf } from './flags'

/** What is in a file is never shown: it may be somebody's secret. */
function readJson(text, what) {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${what} is no JSON.`)
  }
}

function readFile(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch ({ code }) {
    throw new UsageError(`--config names ${JSON.stringify(file)}, which cannot be read (${code}).`)
  }
}

/** The options of a file; an editor reads in `$schema` what may stand there. */
function readConfig(file) {
  const value = readJson(readFile(file).replace(/^\uFEFF/, ''), `--config names ${JSON.stringify(file)}, which`)
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject) throw new UsageError(`--config names ${JSON.stringify(file)}, which holds no object.`)
  const { $schema: _schema, ...options } = value
  try {
    return checkTable(TABLES.SimulatorOptions, options, { path: 'options', operation: 'simulate --config' })
  } catch (cause) {
    throw new UsageError([`${file}: ${cause.message}`, cause.hint].filter(Boolean).join('\n'))
  }
}

/** What a flag says, as the option it stands for; `undefined` where it was not given. */
function valueOf([flags, path], given) {
  const value = given[optionOf([flags, path]).attributeName()]
  if (path === 'faults') return value?.map((text) => readJson(text, 'What --fault says'))
  if (path === 'deployment.conversationClear') return value === false ? false : undefined
  return OFF.has(path) && value === true ? false : value
}

/** A copy with one option more, or with another value of it. */
function withOption(options, [name, ...rest], value) {
  if (rest.length === 0) return { ...options, [name]: value }
  const inner = options[name]
  return { ...options, [name]: withOption(typeof inner === 'object' ? inner : {}, rest, value) }
}

/** What a simulator is started with: the file's options, and before them those of the flags. */
function optionsOf({ config, ...given }) {
  const fromFile = config === undefined ? {} : readConfig(config)
  return FLAGS.reduce((options, each) => {
    const value = valueOf(each, given)
    return value === undefined ? options : withOption(options, each[1].split('.'), value)
  }, fromFile)
}

export { optionsOf, readConfig }
