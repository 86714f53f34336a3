import fs from 'node:fs'
import { isGenesysError } from '../../boundary/errors'
import { checkOptions } from '../../options'
import { isObject } from '../../options/plain'
import type { SimulatorOptions } from '../../types/public'
import { UsageError } from '../usage'
import { FLAGS, type Flag, OFF, optionOf } from './flags'

/** What is in a file is never shown: it may be somebody's secret. */
function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`${what} is no JSON.`)
  }
}

function readFile(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`--config names ${JSON.stringify(file)}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** The options of a file; an editor reads in `$schema` what may stand there. */
export function readConfig(file: string): object {
  const value = readJson(readFile(file).replace(/^\uFEFF/, ''), `--config names ${JSON.stringify(file)}, which`)
  if (!isObject(value) || Array.isArray(value)) throw new UsageError(`--config names ${JSON.stringify(file)}, which holds no object.`)
  const { $schema: _schema, ...options } = value
  try {
    return checkOptions('SimulatorOptions', options, 'simulate --config')
  } catch (cause) {
    if (!isGenesysError(cause)) throw cause
    throw new UsageError([`${file}: ${cause.message}`, cause.hint].filter(Boolean).join('\n'))
  }
}

/** What a flag says, as the option it stands for; `undefined` where it was not given. */
function valueOf(each: Flag, given: Record<string, unknown>): unknown {
  const [, path] = each
  const value = given[optionOf(each).attributeName()]
  if (path === 'faults') return Array.isArray(value) ? value.map((text) => readJson(String(text), 'What --fault says')) : undefined
  if (path === 'deployment.conversationClear') return value === false ? false : undefined
  return OFF.has(path) && value === true ? false : value
}

/** A copy with one option more, or with another value of it. */
function withOption(options: object, [name = '', ...rest]: string[], value: unknown): object {
  if (rest.length === 0) return { ...options, [name]: value }
  const inner: unknown = Reflect.get(options, name)
  return { ...options, [name]: withOption(typeof inner === 'object' && inner !== null ? inner : {}, rest, value) }
}

/** What a simulator is started with: the file's options, and before them those of the flags. */
export function optionsOf({ config, ...given }: { config?: string; [flag: string]: unknown }): SimulatorOptions {
  const fromFile = config === undefined ? {} : readConfig(config)
  return FLAGS.reduce((options, each) => {
    const value = valueOf(each, given)
    return value === undefined ? options : withOption(options, each[1].split('.'), value)
  }, fromFile)
}
