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
function isFromTerminal(signal) {
  return ['SIGINT', 'SIGQUIT'].includes(signal) && [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)
}

function notStarted({ code, message }) {
  process.stderr.write(`The command could not be started: ${message}. Give it as words after --, not as one text in quotes.\n`)
  return code === 'ENOENT' ? STATUS.notFound : STATUS.notExecutable
}

/** Runs a command on this process's own stdin and stdout; answers with its exit status. */
function runCommand(words, env) {
  return new Promise((resolve) => {
    const child = spawnWords(words, { env, stdio: 'inherit' })
    const release = takeSignals((name) => { if (!isFromTerminal(name)) child.kill(name) })
    const end = (status) => {
      release()
      resolve(status)
    }
    child.once('error', (problem) => end(notStarted(problem)))
    child.once('exit', (status, signal) => end(status ?? SIGNALLED + os.constants.signals[signal]))
  })
}

export { runCommand }
