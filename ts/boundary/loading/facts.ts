import type { AddonFile, Lock } from './place'
import type { System } from './here'
import type { Target } from './targets'

/** What was seen of why the addon did not load. */
export interface Facts {
  here: System
  target: Target | undefined
  /** What NAPI_RS_NATIVE_LIBRARY_PATH names. */
  named: string | undefined
  addon: AddonFile | undefined
  isClone: boolean
  /** Packages for other systems. */
  others: string[]
  lock: Lock | undefined
}

