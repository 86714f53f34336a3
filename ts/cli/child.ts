import { type ChildProcess, spawnSync } from 'node:child_process'
import { IS_WINDOWS, spawnWords } from './spawn'

/** So long a test runner may tidy up before it is ended the hard way. */
const GRACE_MS = 5_000

interface How {
  env: NodeJS.ProcessEnv
  timeoutMs: number
  signal: AbortSignal
  verbose: boolean
  /** An open file that takes its output, where that is not shown. */
  output?: number
}

/** How a run of the command ended. */
export interface ChildRun { status?: number; killedBy?: string; problem?: Error; timedOut: boolean; ms: number }

/** What it started goes with it: on POSIX it leads a process group of its own. */
function end({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  if (IS_WINDOWS) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, signal)
  } catch { /* It has ended. */ }
}

/** Where the output is shown it must not get between our own lines on stdout. */
function start(words: string[], { env, verbose, output = 'ignore' }: { env: NodeJS.ProcessEnv; verbose: boolean; output?: number | 'ignore' | undefined }): ChildProcess {
  const shown = verbose ? 2 : output
  return spawnWords(words, { env, stdio: ['ignore', shown, shown], detached: !IS_WINDOWS })
}

function ended(child: ChildProcess): Promise<Omit<ChildRun, 'timedOut' | 'ms'>> {
  return new Promise((resolve) => {
    child.once('error', (problem) => resolve({ problem }))
    child.once('exit', (status, killedBy) => resolve({ ...(status !== null && { status }), ...(killedBy !== null && { killedBy }) }))
  })
}

/** Runs a command to its end, or to the end of its time, or until the signal fires. */
export async function runChild(words: string[], { env, timeoutMs, signal, verbose, output }: How): Promise<ChildRun> {
  const began = performance.now()
  const child = start(words, { env, verbose, output })
  let timedOut = false
  let hard: NodeJS.Timeout | undefined
  const stop = () => {
    end(child, 'SIGINT')
    hard = setTimeout(() => end(child, 'SIGKILL'), GRACE_MS)
  }
  const late = setTimeout(() => {
    timedOut = true
    stop()
  }, timeoutMs)
  const orphan = () => end(child, 'SIGKILL')
  process.once('exit', orphan)
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const outcome = await ended(child)
  clearTimeout(late)
  clearTimeout(hard)
  signal.removeEventListener('abort', stop)
  process.removeListener('exit', orphan)
  // What a run has left behind must not meet the next one.
  if (!IS_WINDOWS) end(child, 'SIGKILL')
  return { ...outcome, timedOut, ms: Math.round(performance.now() - began) }
}
