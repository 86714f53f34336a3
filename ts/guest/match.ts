import { isRegExp } from 'node:util/types'
import type { Wanted } from '../boundary/addon'
import { GenesysError } from '../boundary/errors'
import type { GuestEvent, Match } from '../types/public'

const BUTTON_TEXTS = new Set(['payload', 'text', 'title', 'value'])

/** What a button says and sends, wherever in the content it stands: in a quick reply, on a card, in a carousel, in a list. */
function payloadsOf(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return []
  return Object.entries(part).flatMap(([name, value]) => {
    if (typeof value === 'string') return BUTTON_TEXTS.has(name) ? [value] : []
    const whole = name === 'payload' && value !== null && typeof value === 'object' ? [JSON.stringify(value)] : []
    return [...whole, ...payloadsOf(value)]
  })
}

/** Everything in an event that a text may be part of: its text, a button's payload, the content as JSON. */
export function textsOf(event: GuestEvent): string[] {
  const content = Array.isArray(event.detail?.content) ? event.detail.content : []
  const json = content.length > 0 ? [JSON.stringify(content)] : []
  return [event.text, ...payloadsOf(content), ...json].filter((text) => typeof text === 'string')
}

/** A copy without memory: `g` and `y` would start the next search where the last one ended. */
function withoutMemory(pattern: RegExp): RegExp {
  return new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
}

const isThenable = (value: unknown): value is PromiseLike<unknown> => typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'

/** A promise is always true: a predicate that gives one would match the first event. */
function answered(answer: unknown, operation: string | undefined): boolean {
  if (!isThenable(answer)) return Boolean(answer)
  answer.then(undefined, () => {})
  const message = 'match is not acceptable: got a predicate that answers with a promise; accepted: one that answers at once.'
  throw new GenesysError('INVALID_INPUT', message, { operation })
}

const isPart = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects by part, lists item by item. */
function isLike(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return Array.isArray(value) && value.length === wanted.length && wanted.every((each, index) => isLike(value[index], each))
  if (isPart(wanted)) return isPart(value) && Object.entries(wanted).every(([name, each]) => Object.hasOwn(value, name) && isLike(value[name], each))
  return value === wanted
}

/** A match as a predicate on events; `operation` is the call that got it. */
export function predicateOf(match: Match, operation?: string): (event: GuestEvent) => boolean {
  if (typeof match === 'function') return (event) => answered(match(event), operation)
  if (typeof match === 'string') return (event) => textsOf(event).some((text) => text.includes(match))
  if (!isRegExp(match)) return (event) => isLike(event, match)
  const pattern = withoutMemory(match)
  return (event) => textsOf(event).some((text) => pattern.test(text))
}

/** What of a match can be told where a frame arrives; a predicate is JavaScript's. */
export function wantedOf(match: Match): Wanted | undefined {
  if (typeof match === 'function') return undefined
  if (typeof match === 'string') return { text: match }
  return isRegExp(match) ? { pattern: { source: match.source, flags: match.flags } } : { like: match }
}

/** A match in words, for errors: its kind, never its text. */
export function describeMatch(match: Match): string {
  if (typeof match === 'function') return 'a predicate'
  if (typeof match === 'string') return `a text of ${match.length} characters`
  return isRegExp(match) ? 'a pattern' : `an object with ${Object.keys(match).join(', ')}`
}

/** An event by kind, length and id: texts do not stand in errors. */
export function describeEvent(event: GuestEvent): string {
  const length = event.text === undefined ? '' : ` of ${event.text.length} characters`
  const id = event.messageId === undefined ? '' : ` (${event.messageId})`
  return `${event.direction} ${event.kind}${length}${id}`
}
