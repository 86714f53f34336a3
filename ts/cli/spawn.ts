import { spawn } from 'node:child_process'

const IS_WINDOWS = process.platform === 'win32'

/** Starts a command that was given as words. On Windows npx and its like are scripts, which only a shell starts. */
function spawnWords([program, ...args], options) {
  const words = IS_WINDOWS ? args.map((word) => (/\s/.test(word) ? `"${word}"` : word)) : args
  return spawn(program, words, { ...options, shell: IS_WINDOWS })
}

export { IS_WINDOWS, spawnWords }
