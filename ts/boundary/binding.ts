import type { Addon } from './addon'
import { wholeFile } from './loading/whole'
import { PACKAGE } from './package'
import { recordFor } from './recording'

const explain = () => require('./loading/explain') as typeof import('./loading/explain')

/** The addon's version as it tells it; a library that is none of ours tells nothing. */
const versionOf = (addon: Partial<Addon>) => (typeof addon.version === 'function' ? addon.version() : undefined)

/** The loader that napi-rs makes takes as long as the addon itself; it knows more files, and says why each was not taken. */
function taken(file: string | undefined): Addon | undefined {
  try {
    return file === undefined ? undefined : require(file) as Addon
  } catch {
    return undefined
  }
}

function required(): Addon {
  try {
    return taken(wholeFile()) ?? require('../../binding.js') as Addon
  } catch (error) {
    throw explain().notLoaded(error)
  }
}

function load(): Addon {
  const addon = required()
  const { version: wrapper } = PACKAGE
  const version = versionOf(addon)
  if (version !== wrapper) throw explain().otherVersion(wrapper, version)
  recordFor(addon)
  return addon
}

let loaded: Addon | undefined

/**
 * The addon, loaded when something of it is first wanted: an import alone costs neither the time nor
 * the memory of it, and a process that never closes anything never has it.
 */
export const binding = new Proxy({} as Addon, {
  get(_target, name) {
    loaded ??= load()
    return Reflect.get(loaded, name)
  },
})
