import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const NAME = 'playwright-genesys'
const OWNER_ONLY = 0o700
const OTHERS = 0o077

/** A relative path in one of these variables is to be passed over (XDG base directories). */
const absolute = (folder) => (folder !== undefined && path.isAbsolute(folder) ? folder : undefined)

function homeOf(env) {
  try {
    return absolute(env.HOME) ?? os.homedir()
  } catch {
    return undefined
  }
}

function below(home, ...names) {
  return home === undefined ? undefined : path.join(home, ...names)
}

const CACHES = {
  win32: (env) => absolute(env.LOCALAPPDATA) ?? below(homeOf(env), 'AppData', 'Local'),
  darwin: (env) => below(homeOf(env), 'Library', 'Caches'),
  linux: (env) => absolute(env.XDG_CACHE_HOME) ?? below(homeOf(env), '.cache'),
}

/** Our folder among this user's caches; nothing where nobody can tell where they lie. */
function cacheFolder(env = process.env, platform = process.platform) {
  const cache = (CACHES[platform] ?? CACHES.linux)(env)
  return cache === undefined ? undefined : path.join(cache, NAME)
}

/** The same, made where it is missing; nothing where it cannot be written, as in many a container, or is not the user's alone. */
function ownCacheFolder(folder = cacheFolder()) {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
    fs.accessSync(folder, fs.constants.W_OK)
    return process.platform !== 'win32' && (fs.statSync(folder).mode & OTHERS) !== 0 ? undefined : folder
  } catch {
    return undefined
  }
}

export { cacheFolder, ownCacheFolder }
