import { isGenesysError } from '../boundary/errors'
import { className, describe, describeSecret } from './describe'
import { inside, invalid, nearest } from './invalid'
import { KINDS } from './kinds'

/** Kinds that are made of other specs; they need the check itself. */
const COMPOSITES = {
  table: {
    fits: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    accepted: ({ table }) => `an object with ${Object.keys(table.fields).join(', ')}`,
    look: (value, at, { table }) => checkTable(table, value, at),
  },
  list: {
    fits: Array.isArray,
    accepted: ({ of }) => `a non-empty array, each item ${acceptedBy(of)}`,
    look: checkList,
  },
  either: {
    fits: (value, { of }) => of.some((spec) => kindOf(spec).fits(value, spec)),
    accepted: ({ of }) => of.map(acceptedBy).join(', or '),
    look: (value, at, { of }) => checkValue(of.find((spec) => kindOf(spec).fits(value, spec)), value, at),
  },
}

function kindOf(spec) {
  return KINDS[spec.kind] ?? COMPOSITES[spec.kind]
}

/** What a spec accepts, in words: for messages and for docs/options.md. */
function acceptedBy(spec) {
  return kindOf(spec).accepted(spec)
}

/** What a value does when it is looked at, such as a proxy's trap, is a fault of the value. */
function guarded(look, at, accepted) {
  try {
    return look()
  } catch (cause) {
    if (isGenesysError(cause)) throw cause
    throw invalid({ ...at, path: at.path || 'options' }, 'a value that throws when it is looked at', accepted(), { cause })
  }
}

/** The value as it is used from then on; throws INVALID_INPUT. */
function checkValue(spec, value, at) {
  return guarded(() => lookAt(spec, value, at), at, () => acceptedBy(spec))
}

function lookAt(spec, value, at) {
  const kind = kindOf(spec)
  if (!kind.fits(value, spec)) {
    throw invalid(at, kind.secret ? describeSecret(value) : describe(value), acceptedBy(spec), { choices: spec.choices })
  }
  return kind.look === undefined ? value : kind.look(value, at, spec)
}

function checkList(value, at, spec) {
  if (value.length === 0) throw invalid(at, 'an empty array', acceptedBy(spec))
  return value.map((item, index) => checkValue(spec.of, item, { ...at, path: `${at.path}[${index}]` }))
}

/** Options are a plain object, or one with something of its own to read. */
function refuseNoObject(table, value, at) {
  const isBag = COMPOSITES.table.fits(value) && Object.prototype.toString.call(value) === '[object Object]'
  const isForeign = isBag && className(value) !== undefined && Object.keys(value).length === 0
  if (isBag && !isForeign) return
  const accepted = acceptedBy({ kind: 'table', table })
  throw invalid({ ...at, path: at.path || 'options' }, describe(value), accepted)
}

/** A property may be a getter, and that may throw. */
function readOf(value, name, at) {
  try {
    return value[name]
  } catch (cause) {
    throw invalid(inside(at, name), 'a property that throws when it is read', 'one that can be read', { cause })
  }
}

function refuseUnknownNames(table, value, at) {
  const names = Object.keys(table.fields)
  const unknown = Object.keys(value).find((name) => !names.includes(name) && readOf(value, name, at) !== undefined)
  if (unknown === undefined) return
  const meant = table.aliases?.[unknown] ?? nearest(unknown, names)
  const hint = meant && `Did you mean ${inside(at, meant).path}?`
  throw invalid(inside(at, unknown), 'an unknown option', names.join(', '), { choices: names, hint })
}

function refuseConflicts(table, checked, at) {
  for (const rule of table.rules ?? []) {
    const fault = rule(checked)
    if (fault === undefined) continue
    const { path, came, accepted, hint } = fault
    throw invalid(path === undefined ? { ...at, path: at.path || 'options' } : inside(at, path), came, accepted, { hint })
  }
}

/** A checked copy that holds known fields only: what the caller does to his object later has no effect. */
function checkTable(table, value, at) {
  if (value === undefined) return {}
  return guarded(() => copyOf(table, value, at), at, () => acceptedBy({ kind: 'table', table }))
}

function copyOf(table, value, at) {
  refuseNoObject(table, value, at)
  refuseUnknownNames(table, value, at)
  const checked = {}
  for (const [name, spec] of Object.entries(table.fields)) {
    const given = readOf(value, name, at)
    if (given !== undefined) checked[name] = checkValue(spec, given, inside(at, name))
    else if (spec.required) throw invalid(inside(at, name), 'nothing', acceptedBy(spec))
  }
  refuseConflicts(table, checked, at)
  return checked
}

export { acceptedBy, checkTable, checkValue }
