'use strict'

const UUID = '11111111-2222-4333-8444-555555555555'

/** Values that a field may hold by mistake or by malice; `$` stands for what JSON cannot hold, see `revive`. */
const ODD = [
  null, true, false, 0, -1, 1, 0.5, 1e300, -0, 2 ** 53, '', ' ', 'x', '../..', 'a\r\nb', '\u0000', '\u001b[2J', '%2e', UUID, UUID.replaceAll('-', ''),
  'https://user:pass@host', 'http://127.0.0.1:1', 'ws://localhost', '/path', 'constructor', '__proto__', 'x'.repeat(300), '-', '--', '--json=1', '--no-json',
  [], {}, [[]], [null], { __proto: 1 }, { constructor: { prototype: { polluted: 1 } } }, JSON.parse('{"__proto__":{"polluted":1}}'),
  { $: 'NaN' }, { $: 'Infinity' }, { $: 'bigint' }, { $: 'symbol' }, { $: 'function' }, { $: 'regexp' }, { $: 'date' }, { $: 'map' },
  { $: 'undefined' }, { $: 'getter' }, { $: 'bare' }, { $: 'instance' }, { $: 'cycle' }, { $: 'signal' }, { $: 'boxed' }, { $: 'revoked' },
]

/** An object of these properties; `__proto__` becomes one of its own, as it does in JSON. */
function own(entries) {
  const object = {}
  for (const [name, value] of entries) Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
  return object
}

const isObject = (value) => typeof value === 'object' && value !== null

function oddValue(random, corpus) {
  return structuredClone(random.below(4) === 0 ? random.pick(corpus) : random.pick(ODD))
}

function mutatedText(text, random) {
  const place = random.below(text.length + 1)
  const piece = String.fromCharCode(random.below(random.below(4) === 0 ? 0xffff : 0x80))
  const ways = [
    () => text.slice(0, place),
    () => text.slice(0, place) + piece + text.slice(place),
    () => text.slice(0, place) + piece + text.slice(place + 1),
    () => text.slice(0, place) + text.slice(place + 1),
    () => text + text,
    () => text.toUpperCase(),
  ]
  return random.pick(ways)()
}

/** A value with something replaced, removed or added at a random depth. `names` are worth trying. */
function mutated(value, random, { corpus, names = ['type'] }) {
  const again = (inner) => mutated(inner, random, { corpus, names })
  if (typeof value === 'string' && random.below(3) > 0) return mutatedText(value, random)
  if (!isObject(value) || random.below(8) === 0) return oddValue(random, corpus)
  if (Array.isArray(value)) {
    const copy = [...value]
    const place = random.below(copy.length + 1)
    if (random.below(4) === 0) copy.splice(place, random.below(2), oddValue(random, corpus))
    else if (copy.length > 0) copy[place % copy.length] = again(copy[place % copy.length])
    return copy
  }
  const entries = Object.entries(value)
  const place = random.below(entries.length + 1)
  const name = random.below(5) === 0 ? mutatedText(random.pick(names), random) : random.pick(names)
  if (place === entries.length) entries.push([name, oddValue(random, corpus)])
  else if (random.below(5) === 0) entries.splice(place, 1)
  else entries[place] = [entries[place][0], again(entries[place][1])]
  return own(entries)
}

class Instance {}

function cycle() {
  const self = {}
  self.self = self
  return self
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** What JSON cannot hold, by the name that stands for it. */
const UNHOLDABLE = {
  NaN: () => NaN,
  Infinity: () => Infinity,
  bigint: () => 5n,
  symbol: () => Symbol('s'),
  function: () => () => {},
  regexp: () => /x/,
  date: () => new Date(0),
  map: () => new Map([['a', 1]]),
  undefined: () => undefined,
  getter: () => Object.defineProperty({}, 'x', { enumerable: true, get() { throw new Error('thrown by a getter') } }),
  bare: () => Object.assign(Object.create(null), { a: 1 }),
  instance: () => new Instance(),
  cycle,
  signal: () => new AbortController().signal,
  boxed: () => new String('x'),
  revoked,
}

/** The value itself, with what JSON cannot hold in its place. */
function revive(value) {
  if (!isObject(value)) return value
  if (Object.hasOwn(value, '$') && Object.hasOwn(UNHOLDABLE, value.$)) return UNHOLDABLE[value.$]()
  if (Array.isArray(value)) return value.map(revive)
  return own(Object.entries(value).map(([key, inner]) => [key, revive(inner)]))
}

module.exports = { mutated, mutatedText, own, revive }
