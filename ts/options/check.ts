import { isGenesysError } from '../boundary/errors'
import { KINDS } from './kinds'
import { inside } from './place'
import { className, isObject, isTagged } from './plain'
import { describe, describeSecret } from './refusal/describe'
import { invalid, unfit } from './refusal/invalid'
import { nearest } from './refusal/nearest'
import type { At, Kind, KindsOf, Spec, SpecKind, Table } from './spec'

const isBag = (value: unknown): value is Record<string, unknown> => isObject(value) && !Array.isArray(value)

/** Kinds that are made of other specs; they need the check itself. */
const COMPOSITES: KindsOf<'table' | 'list' | 'either'> = {
  table: {
    fits: isBag,
    look: (value, at, { table }) => checkTable(table, value, at),
  },
  list: {
    fits: (value): value is unknown[] => Array.isArray(value),
    look: checkList,
  },
  either: {
    fits: (value, { of }): value is unknown => of.some((spec) => fits(value, spec)),
    look: checkEither,
  },
}
const ALL: KindsOf<SpecKind> = { ...KINDS, ...COMPOSITES }

function kindOf<K extends SpecKind>(spec: Spec<K>): Kind<K> {
  return ALL[spec.kind]
}

function fits<K extends SpecKind>(value: unknown, spec: Spec<K>): boolean {
  return kindOf(spec).fits(value, spec)
}

/** What a value does when it is looked at, such as a proxy's trap, is a fault of the value. */
function guarded<T>(look: () => T, at: At, spec: Spec): T {
  try {
    return look()
  } catch (cause) {
    if (isGenesysError(cause)) throw cause
    throw unfit({ ...at, path: at.path || 'options' }, 'a value that throws when it is looked at', spec, { cause })
  }
}

/** The value as it is used from then on; throws INVALID_INPUT. */
export function checkValue(spec: Spec, value: unknown, at: At): unknown {
  return guarded(() => lookAt(spec, value, at), at, spec)
}

function lookAt<K extends SpecKind>(spec: Spec<K>, value: unknown, at: At): unknown {
  const kind = kindOf(spec)
  if (!kind.fits(value, spec)) {
    throw unfit(at, kind.secret ? describeSecret(value) : describe(value), spec, { choices: 'choices' in spec ? spec.choices : undefined })
  }
  return kind.look === undefined ? value : kind.look(value, at, spec)
}

function checkList(value: unknown[], at: At, spec: Spec<'list'>): unknown[] {
  if (value.length === 0) throw unfit(at, 'an empty array', spec)
  // Also what is missing in between.
  return Array.from(value, (item, index) => checkValue(spec.of, item, { ...at, path: `${at.path}[${index}]` }))
}

function checkEither(value: unknown, at: At, { of }: Spec<'either'>): unknown {
  const spec = of.find((each) => fits(value, each))
  return spec === undefined ? value : checkValue(spec, value, at)
}

/** Options are a plain object, or one with something of its own to read. */
function refuseNoObject(table: Table, value: unknown, at: At): asserts value is Record<string, unknown> {
  const isPlain = isBag(value) && isTagged(value)
  const isForeign = isPlain && className(value) !== undefined && Object.keys(value).length === 0
  if (isPlain && !isForeign) return
  throw unfit({ ...at, path: at.path || 'options' }, describe(value), { kind: 'table', table })
}

/** A property may be a getter, and that may throw. */
function readOf(value: Record<string, unknown>, name: string, at: At): unknown {
  try {
    return value[name]
  } catch (cause) {
    throw invalid(inside(at, name), 'a property that throws when it is read', 'one that can be read', { cause })
  }
}

function refuseUnknownNames(table: Table, value: Record<string, unknown>, at: At): void {
  const names = Object.keys(table.fields)
  const unknown = Object.keys(value).find((name) => !names.includes(name) && readOf(value, name, at) !== undefined)
  if (unknown === undefined) return
  const meant = table.aliases?.[unknown] ?? nearest(unknown, names)
  const hint = meant && `Did you mean ${inside(at, meant).path}?`
  throw invalid(inside(at, unknown), 'an unknown option', names.join(', '), { choices: names, hint })
}

/** What a rule gets is what its table gives: each option was checked. */
function refuseConflicts(table: Table, checked: object, at: At): void {
  for (const rule of table.rules ?? []) {
    const fault = rule(checked as never)
    if (fault === undefined) continue
    const { path, came, accepted, hint } = fault
    throw invalid(path === undefined ? { ...at, path: at.path || 'options' } : inside(at, path), came, accepted, { hint })
  }
}

/** A checked copy that holds known fields only: what the caller does to his object later has no effect. */
export function checkTable(table: Table, value: unknown, at: At): object {
  if (value === undefined) return {}
  return guarded(() => copyOf(table, value, at), at, { kind: 'table', table })
}

function copyOf(table: Table, value: unknown, at: At): object {
  refuseNoObject(table, value, at)
  refuseUnknownNames(table, value, at)
  const checked: Record<string, unknown> = {}
  for (const [name, spec] of Object.entries(table.fields)) {
    const given = readOf(value, name, at)
    if (given !== undefined) checked[name] = checkValue(spec, given, inside(at, name))
    else if (spec.required) throw unfit(inside(at, name), 'nothing', spec)
  }
  refuseConflicts(table, checked, at)
  return checked
}
