import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const NAME = 'playwright-genesys'
const OWNER_ONLY = 0o700
const OTHERS = 0o077

/** A relative path in one of these variables is to be passed over (XDG base directories). */
const absolute = (folder: string | undefined) => (folder !== undefined && path.isAbsolute(folder) ? folder : undefined)

function homeOf(env: NodeJS.ProcessEnv): string | undefined {
  try {
    return absolute(env.HOME) ?? os.homedir()
  } catch {
    return undefined
  }
}

function below(home: string | undefined, ...names: string[]): string | undefined {
  return home === undefined ? undefined : path.join(home, ...names)
}

const onLinux = (env: NodeJS.ProcessEnv) => absolute(env.XDG_CACHE_HOME) ?? below(homeOf(env), '.cache')
const ELSEWHERE: Record<string, typeof onLinux> = {
  win32: (env) => absolute(env.LOCALAPPDATA) ?? below(homeOf(env), 'AppData', 'Local'),
  darwin: (env) => below(homeOf(env), 'Library', 'Caches'),
}

/** Our folder among this user's caches; nothing where nobody can tell where they lie. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string | undefined {
  const cache = (ELSEWHERE[platform] ?? onLinux)(env)
  return cache === undefined ? undefined : path.join(cache, NAME)
}

/** The same, made where it is missing; nothing where it cannot be written, as in many a container, or is not the user's alone. */
export function ownCacheFolder(folder: string | undefined = cacheFolder()): string | undefined {
  if (folder === undefined) return undefined
  try {
    fs.mkdirSync(folder, { recursive: true, mode: OWNER_ONLY })
    fs.accessSync(folder, fs.constants.W_OK)
    return process.platform !== 'win32' && (fs.statSync(folder).mode & OTHERS) !== 0 ? undefined : folder
  } catch {
    return undefined
  }
}
