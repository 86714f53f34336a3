import fs from 'node:fs'
import path from 'node:path'
import { imageOf } from './image'
import { ROOT } from './root'
import { TARGETS, type Target } from './targets'
import { resolved, sizes } from './whole'

const LOCKS = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml', yarn: 'yarn.lock' }
const MANAGERS = ['npm', 'pnpm', 'yarn'] as const
const LARGEST_LOCK = 64 * 1024 * 1024
const ENOUGH_FOR_A_HEADER = 4096

/** A clone has what is not published. */
export const isClone = (root: string = ROOT): boolean => fs.existsSync(path.join(root, 'Cargo.toml'))

/** Platform packages that stand where ours would be found. */
export function installedPackages(): string[] {
  return TARGETS.filter(({ packageName }) => resolved(`${packageName}/package.json`) !== undefined).map(({ packageName }) => packageName)
}

function firstBytes(file: string): Buffer {
  const bytes = Buffer.alloc(ENOUGH_FOR_A_HEADER)
  const handle = fs.openSync(file, 'r')
  try {
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, bytes.length, 0))
  } finally {
    fs.closeSync(handle)
  }
}

/** What a file is made for, and whether all of it is there: `image` is absent where it is no library at all. */
function look(file: string | undefined) {
  try {
    const seen = file === undefined ? undefined : sizes(file)
    return file !== undefined && seen !== undefined ? { file, image: imageOf(firstBytes(file)), ...seen } : undefined
  } catch {
    return undefined
  }
}

export type AddonFile = NonNullable<ReturnType<typeof look>>

/** The file that the loader came to: the one that was named, the one of a clone, the one of the package. */
export function addonFile(target: Target | undefined, named: string | undefined): AddonFile | undefined {
  if (named !== undefined) return look(path.resolve(ROOT, named))
  return target && (look(path.join(ROOT, target.file)) ?? look(resolved(target.packageName)))
}

function lockIn(folder: string) {
  const files = MANAGERS.map((manager) => ({ manager, name: LOCKS[manager], file: path.join(folder, LOCKS[manager]) }))
  return files.find(({ file }) => fs.existsSync(file))
}

/** What a lock file says; nothing where it cannot be read. */
function textOf(file: string): string | undefined {
  try {
    return fs.statSync(file).size > LARGEST_LOCK ? undefined : fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export interface Lock { manager: typeof MANAGERS[number]; name: string; knows: boolean | undefined }

/** The lock file that the install went by, and whether it knows the package. */
export function lockFor(packageName: string, from: string = ROOT): Lock | undefined {
  const folder = path.dirname(from)
  const lock = lockIn(folder)
  if (lock !== undefined) return { manager: lock.manager, name: lock.name, knows: textOf(lock.file)?.includes(packageName) }
  return folder === path.dirname(folder) ? undefined : lockFor(packageName, folder)
}
