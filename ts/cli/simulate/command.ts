import os from 'node:os'
import { takeSignals } from '../interrupt'
import { spawnWords } from '../spawn'
import { STATUS } from '../status'

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
