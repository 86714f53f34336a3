import type { ConversationCloser, GuestTestifier } from '../types/options'

/** Where a value stands: the path to it, and the call that it was given to. */
export interface At {
  path: string
  operation: string
}

type Text =
  | 'string' | 'text' | 'credential' | 'url' | 'origin' | 'base' | 'method' | 'requestPath' | 'proxy' | 'region' | 'ip' | 'uuid' | 'messageId' | 'file' | 'enum'

/** What a value of each kind is. */
export interface Values extends Record<Text, string> {
  milliseconds: number
  count: number
  boolean: boolean
  literal: unknown
  function: (...args: never[]) => unknown
  signal: AbortSignal
  witness: GuestTestifier
  client: ConversationCloser
  connectedClient: ConversationCloser
  pattern: RegExp
  record: Record<string, string>
  emptyList: []
  json: unknown
  table: object
  list: unknown[]
  either: unknown
}

export type SpecKind = keyof Values

export interface Range { min: number; max: number }

/** What a spec of each kind must say of it. */
interface Details extends Record<SpecKind, object> {
  url: { schemes: readonly [safe: string, clear: string] }
  milliseconds: Range
  count: Range
  literal: { value: unknown }
  enum: { choices: readonly string[] }
  /** Its TypeScript type, for ts/types/options.ts. */
  function: { type: string }
  table: { table: Table }
  list: { of: Spec }
  either: { of: readonly Spec[] }
}

interface Told {
  /** One sentence or more. */
  doc?: string
  /** A value that stands for itself, or words. */
  default?: unknown
  /** The variables that stand for it, the first before the others. */
  env?: readonly string[]
  required?: true
}

/** One option: of which kind it is, and what is told of it. */
export type Spec<K extends SpecKind = SpecKind> = { [Each in K]: { kind: Each } & Details[Each] & Told }[K]

/** How one kind is looked at. */
export interface Kind<K extends SpecKind> {
  /** Whether it is of the right type at all. */
  fits(value: unknown, spec: Spec<K>): value is Values[K]
  /** The closer look, which gives the value as it is used from then on. */
  look?(value: Values[K], at: At, spec: Spec<K>): Values[K]
  /** Its values are never shown. */
  secret?: true
}

export type KindsOf<K extends SpecKind> = { [Each in K]: Kind<Each> }

/** What is wrong with options together; without a path it is all of them. */
export interface Conflict {
  path?: string
  came: string
  accepted: string
  hint?: string
}

/** The options that go into one object; `T` is what they are when each is well. */
export interface Table<T = never> {
  /** What the whole is. */
  doc?: string
  fields: Readonly<Record<string, Spec>>
  /** Names that come together, `?` after one that may be missing: exactly one of these ways, beside the names in none of them. */
  ways?: readonly (readonly string[])[]
  rules?: readonly ((checked: T) => Conflict | undefined)[]
  aliases?: Readonly<Record<string, string>>
  /** What the rules say, for a JSON schema. */
  inJson?: object
}
