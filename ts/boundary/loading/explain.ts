// Loaded only where the addon could not be.

import path from 'node:path'
import { GenesysError } from '../errors'
import { judge, judgeVersions } from './cases'
import { attempts, firstCause, missing } from './causes'
import { here } from './here'
import { addonFile, installedPackages, isClone, lockFor } from './place'
import { targetFor } from './targets'

/** The package of the platform is found, and the file that it should hold is not. */
const namesFileOf = (target) => (name) => name !== undefined && path.isAbsolute(name) && name.includes(target.file)

/** All that bears upon why it did not load. */
function look() {
  const system = here()
  const target = targetFor(system)
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH || undefined
  return {
    here: system, target, named, addon: addonFile(target, named), isClone: isClone(), others: installedPackages(),
    lock: target && lockFor(target.packageName),
  }
}

function failure({ message, hint }, cause) {
  return new GenesysError('BINDING_NOT_FOUND', message, { operation: 'load the addon', hint, ...(cause && { cause }) })
}

/** The error for what the loader threw. */
function notLoaded(error) {
  const facts = look()
  const isEmpty = facts.target !== undefined && attempts(error).map(missing).some(namesFileOf(facts.target))
  return failure(judge({ ...facts, isEmpty, reason: firstCause(error) }), error)
}

/** The error for an addon of another version than the package around it. */
function otherVersion(wrapper, version) {
  return failure(judgeVersions({ ...look(), wrapper, version }))
}

export { notLoaded, otherVersion }
