import os from 'node:os'
import type { Command } from 'commander'
import { takeSignals } from './interrupt'
import { spawnWords } from './spawn'
import { STATUS } from './status'
import { UsageError } from './usage'

/** Shells tell by it that a signal ended a command. */
const SIGNALLED = 128

/**
 * What a terminal's keys send, Ctrl-C and Ctrl-\, it sends to the command as well; passed on it would be the second
 * one, which means "at once" to many.
 */
function isFromTerminal(signal: NodeJS.Signals): boolean {
  return (signal === 'SIGINT' || signal === 'SIGQUIT') && [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)
}

function notStarted({ code, message }: NodeJS.ErrnoException): number {
  process.stderr.write(`The command could not be started: ${message}. Give it as words after --, not as one text in quotes.\n`)
  return code === 'ENOENT' ? STATUS.notFound : STATUS.notExecutable
}

/** Commander keeps the words as they were given, and does not say so in its types. */
const rawArgsOf = ({ parent }: Command): string[] => (parent as (Command & { rawArgs?: string[] }) | null)?.rawArgs ?? []

/** The words after --; a word without it is a slip, and nothing to be run. */
export function commandOf(words: string[], self: Command): string[] | undefined {
  if (words.length === 0) return undefined
  if (rawArgsOf(self).includes('--')) return words
  throw new UsageError(`${JSON.stringify(words[0])} is no flag; a command stands after --: ${self.name()} -- ${words.join(' ')}`)
}

/** Runs a command on this process's own stdin and stdout; answers with its exit status. */
export function runCommand(words: string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve) => {
    const child = spawnWords(words, { env, stdio: 'inherit' })
    const release = takeSignals((name) => { if (!isFromTerminal(name)) child.kill(name) })
    const end = (status: number) => {
      release()
      resolve(status)
    }
    child.once('error', (problem) => end(notStarted(problem)))
    child.once('exit', (status, signal) => end(status ?? SIGNALLED + (signal === null ? 0 : os.constants.signals[signal])))
  })
}
