import { looksSecret } from '../../boundary/secrets'
import { className } from '../plain'

const SHOWN_CHARACTERS = 40

function describeObject(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`
  const name = className(value)
  return name === undefined ? 'an object' : `an instance of ${name}`
}

/** A text in quotes, cut short, with control characters made visible. */
export function quote(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  return JSON.stringify(shown)
}

/** What came, for values that may be shown; a secret that stands in the wrong place is still one. */
export function describe(value: unknown): string {
  if (typeof value === 'string' && looksSecret(value)) return describeSecret(value)
  switch (typeof value) {
    case 'string': return value.trim() === '' ? `the blank string ${quote(value)}` : `the string ${quote(value)}`
    case 'number': return `the number ${value}`
    case 'bigint': return `the bigint ${value}n`
    case 'boolean': return String(value)
    case 'object': return value === null ? 'null' : describeObject(value)
    case 'undefined': return 'missing'
    default: return `a ${typeof value}`
  }
}

/** What came, for values that may be secret: kind and length only. */
export function describeSecret(value: unknown): string {
  if (typeof value !== 'string') return typeof value === 'object' ? describe(value) : `a ${typeof value}`
  if (value.trim() === '') return value === '' ? 'an empty string' : 'a blank string'
  return `a string of ${value.length} characters`
}
