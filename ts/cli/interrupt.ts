import { GenesysError } from '../boundary/errors'

/** What asks a command to end: Ctrl-C, `kill`, a terminal that goes away, Ctrl-\. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
type Hears = (name: NodeJS.Signals) => void
/** So close together they are one: npx passes on what the terminal had sent to both, and a terminal that goes hangs up twice. */
const ONE_MS = 500
/** How often a parent is looked for. */
const LOOKS_MS = 100

const controller = new AbortController()
let first: number | undefined
let atOnce: Hears = leave
let listener: Hears = interrupt

/** The first one ends the work in good order; one that comes later ends it at once. */
function interrupt(name: NodeJS.Signals): void {
  first ??= performance.now()
  if (!controller.signal.aborted) controller.abort()
  else if (performance.now() - first >= ONE_MS) atOnce(name)
}

/** Dies of the signal, as a process without listeners does. */
function leave(name: NodeJS.Signals): void {
  for (const each of SIGNALS) process.removeAllListeners(each)
  process.kill(process.pid, name)
}

/** Listens from now on; `lastWords` are said before the end at once, and call what they are given. */
export function listen(lastWords: (leave: () => void) => void): void {
  atOnce = (name) => lastWords(() => leave(name))
  for (const name of SIGNALS) process.on(name, () => listener(name))
}

/**
 * npx ends a command's shell where it is ended itself, and the command hears nothing: a parent that has changed is one
 * that has gone. Started otherwise, a command may well outlive its shell.
 */
export function followNpm(env: NodeJS.ProcessEnv = process.env): void {
  if (env['npm_command'] === undefined) return
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    listener('SIGTERM')
  }, LOOKS_MS)
  looking.unref()
}

/** A signal that an interrupt aborts, so that the work ends in good order. */
export const interruptible = (): AbortSignal => controller.signal

/** The work, or the error of an interrupt that comes before its end. */
export function orInterrupted<T>(work: Promise<T>): Promise<T> {
  const { signal } = controller
  const interrupted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new GenesysError('ABORTED', 'The call was aborted.')), { once: true })
  })
  return Promise.race([work, interrupted])
}

/** Has another one hear each signal by its name; gives the function that ends that. */
export function takeSignals(other: Hears): () => void {
  listener = other
  return () => { listener = interrupt }
}
