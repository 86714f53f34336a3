'use strict'

const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects are joined level by level; everything else is replaced. */
function deepMerge(into, from) {
  const joined = { ...into }
  for (const [key, value] of Object.entries(from)) {
    joined[key] = isPlain(value) && isPlain(joined[key]) ? deepMerge(joined[key], value) : value
  }
  return joined
}

/** `Database.set` joins custom attributes, and only those, at their first level. */
function set(data, given) {
  const attributes = { ...data.messaging?.customAttributes, ...given.messaging?.customAttributes }
  return { ...data, ...given, messaging: { ...data.messaging, ...given.messaging, customAttributes: attributes } }
}

function get(data, name) {
  return name === undefined ? data : name.split('.').reduce((value, key) => value?.[key], data)
}

function remove(data, name) {
  const [key, ...rest] = name.split('.')
  if (!isPlain(data) || !(key in data)) return data
  const { [key]: removed, ...others } = data
  return rest.length === 0 ? others : { ...others, [key]: remove(removed, rest.join('.')) }
}

/** Custom attributes that ride on the next message. */
class Database {
  #plugin
  #data = {}
  #isFresh = false

  constructor(plugin) {
    this.#plugin = plugin
    const change = (merge) => ({ data, resolve }) => resolve(this.#change('updated', merge(this.#data, data)))
    plugin.registerCommand('set', change(set))
    plugin.registerCommand('update', change(deepMerge))
    plugin.registerCommand('get', ({ data, resolve }) => resolve(get(this.#data, data.name)))
    plugin.registerCommand('remove', ({ data, resolve }) => resolve(this.#change('removed', remove(this.#data, data.name))))
  }

  #change(event, data) {
    this.#data = data
    this.#isFresh = true
    this.#plugin.publish(event, data)
    return data
  }

  /** The attributes, once after each change. */
  take() {
    const attributes = this.#isFresh ? this.#data.messaging?.customAttributes : undefined
    this.#isFresh = false
    return attributes
  }
}

module.exports = { Database, deepMerge, get, remove, set }
