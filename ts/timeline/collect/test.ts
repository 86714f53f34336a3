import { stripVTControlCharacters } from 'node:util'
import type { Happening } from '../model'
import { duration } from '../render/format'
import type { Testimonies } from './report'

/** An assertion of a test; one that fails says who was asked, and what he saw. */
export interface Assertion extends Testimonies {
  at: number
  name: string
  /** Whether the assertion held, whatever its matcher answered. */
  pass: boolean
  isNot?: boolean
  durationMs?: number
  message?: string
}

const CODE = /^([A-Z]+(?:_[A-Z]+)+): /m

/** The line that says what failed: the first after the runner's own; without texts, its code alone. */
function reasonOf(message: string | undefined, texts: boolean): string | undefined {
  if (message === undefined) return undefined
  const plain = stripVTControlCharacters(message)
  return texts ? plain.split('\n').filter((line) => line.trim() !== '').slice(0, 2).at(-1) : CODE.exec(plain)?.[1]
}

/** Assertions of a test, each where it came to its end: what it had seen stands before it. */
export function fromMatchers(results: Assertion[], { texts = false }: { texts?: boolean } = {}): Happening[] {
  return results.map(({ at, name, pass, isNot = false, durationMs = 0, message }) => ({
    at: at + durationMs,
    lane: 'test',
    label: `${isNot ? 'not.' : ''}${name} ${pass ? 'holds' : 'fails'}`,
    detail: [pass ? undefined : reasonOf(message, texts), durationMs > 0 ? `after ${duration(durationMs)}` : undefined].filter(Boolean).join(' · ') || undefined,
    tone: pass ? 'ok' : 'fail',
  }))
}

const bound = (at: number | undefined, label: string): Happening[] => (at === undefined ? [] : [{ at, lane: 'test', label }])

/** Where a test began and ended. */
export const fromBounds = ({ started, ended }: { started?: number; ended?: number }) => [...bound(started, 'test began'), ...bound(ended, 'test ended')]
