'use strict'

/** The addon's version as it tells it; a library that is none of ours tells nothing. */
const versionOf = (addon) => (typeof addon.version === 'function' ? addon.version() : undefined)

function required() {
  try {
    require('./binding/whole').refuseCut()
    return require('../binding.js')
  } catch (error) {
    throw require('./binding/explain').notLoaded(error)
  }
}

function load() {
  const addon = required()
  const { version: wrapper } = require('../package.json')
  const version = versionOf(addon)
  if (version !== wrapper) throw require('./binding/explain').otherVersion(wrapper, version)
  return addon
}

let loaded

/**
 * The addon, loaded when something of it is first wanted: an import alone costs neither the time nor
 * the memory of it, and a process that never closes anything never has it.
 */
const binding = new Proxy({}, {
  get(_target, name) {
    loaded ??= load()
    return loaded[name]
  },
})

module.exports = { binding }
