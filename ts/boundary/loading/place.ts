import fs from 'node:fs'
import path from 'node:path'
import { imageOf } from './image'
import { ROOT } from './root'
import { TARGETS } from './targets'
import { resolved, sizes } from './whole'

const LOCKS = { npm: 'package-lock.json', pnpm: 'pnpm-lock.yaml', yarn: 'yarn.lock' }
const LARGEST_LOCK = 64 * 1024 * 1024
const ENOUGH_FOR_A_HEADER = 4096

/** A clone has what is not published. */
const isClone = (root = ROOT) => fs.existsSync(path.join(root, 'Cargo.toml'))

/** Platform packages that stand where ours would be found. */
function installedPackages() {
  return TARGETS.filter(({ packageName }) => resolved(`${packageName}/package.json`) !== undefined).map(({ packageName }) => packageName)
}

function firstBytes(file) {
  const bytes = Buffer.alloc(ENOUGH_FOR_A_HEADER)
  const handle = fs.openSync(file, 'r')
  try {
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, bytes.length, 0))
  } finally {
    fs.closeSync(handle)
  }
}

/** What a file is made for, and whether all of it is there: `image` is absent where it is no library at all. */
function look(file) {
  try {
    const image = imageOf(firstBytes(file))
    return { file, image, ...sizes(file) }
  } catch {
    return undefined
  }
}

/** The file that the loader came to: the one that was named, the one of a clone, the one of the package. */
function addonFile(target, named) {
  if (named !== undefined) return look(path.resolve(ROOT, named))
  return target && (look(path.join(ROOT, target.file)) ?? look(resolved(target.packageName)))
}

function lockIn(folder) {
  const files = Object.entries(LOCKS).map(([manager, name]) => ({ manager, name, file: path.join(folder, name) }))
  return files.find(({ file }) => fs.existsSync(file))
}

/** What a lock file says; nothing where it cannot be read. */
function textOf(file) {
  try {
    return fs.statSync(file).size > LARGEST_LOCK ? undefined : fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** The lock file that the install went by, and whether it knows the package. */
function lockFor(packageName, from = ROOT) {
  const folder = path.dirname(from)
  const { manager, name, file } = lockIn(folder) ?? {}
  if (file !== undefined) return { manager, name, knows: textOf(file)?.includes(packageName) }
  return folder === path.dirname(folder) ? undefined : lockFor(packageName, folder)
}

export { addonFile, installedPackages, isClone, lockFor }
