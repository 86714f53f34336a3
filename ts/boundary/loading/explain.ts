// Loaded only where the addon could not be.

import path from 'node:path'
import { GenesysError } from '../errors'
import { judge, judgeVersions } from './cases'
import { attempts, firstCause, missing } from './causes'
import type { Facts } from './facts'
import { here } from './here'
import { addonFile, installedPackages, isClone, lockFor } from './place'
import { type Target, targetFor } from './targets'

/** The package of the platform is found, and the file that it should hold is not. */
const namesFileOf = (target: Target) => (name: string | undefined) => name !== undefined && path.isAbsolute(name) && name.includes(target.file)

/** All that bears upon why it did not load. */
function look(): Facts {
  const system = here()
  const target = targetFor(system)
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH || undefined
  return {
    here: system, target, named, addon: addonFile(target, named), isClone: isClone(), others: installedPackages(),
    lock: target && lockFor(target.packageName),
  }
}

function failure({ message, hint }: ReturnType<typeof judge>, because: { cause?: unknown } = {}): GenesysError {
  return new GenesysError('BINDING_NOT_FOUND', message, { operation: 'load the addon', hint, ...because })
}

/** The error for what the loader threw. */
export function notLoaded(error: unknown): GenesysError {
  const facts = look()
  const isEmpty = facts.target !== undefined && attempts(error).map(missing).some(namesFileOf(facts.target))
  return failure(judge({ ...facts, isEmpty, reason: firstCause(error) }), { cause: error })
}

/** The error for an addon of another version than the package around it. */
export function otherVersion(wrapper: string, version: string | undefined): GenesysError {
  return failure(judgeVersions({ ...look(), wrapper, version }))
}
