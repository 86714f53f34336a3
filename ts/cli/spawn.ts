import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'

export const IS_WINDOWS = process.platform === 'win32'

/** Starts a command that was given as words. On Windows npx and its like are scripts, which only a shell starts. */
export function spawnWords([program = '', ...args]: string[], options: SpawnOptions): ChildProcess {
  const words = IS_WINDOWS ? args.map((word) => (/\s/.test(word) ? `"${word}"` : word)) : args
  return spawn(program, words, { ...options, shell: IS_WINDOWS })
}
