import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { test, type Location } from '@playwright/test'
import { callSite, type CallSite } from '../boundary/call'
import { GenesysError, isGenesysError, sentenceOf } from '../boundary/errors'

/** Whether a test, one of its hooks or fixtures is running; guests can be watched outside of one too. */
function isInTest(): boolean {
  try {
    return test.info() !== undefined
  } catch {
    return false
  }
}

/**
 * Playwright hides frames whose path begins with that of its own package, and so all of ours where npm has put the two beside
 * each other. A box leaves out the first frame that is not hidden, which is the user's own then.
 */
function isHidden(): boolean {
  const ofTest = createRequire(require.resolve('@playwright/test'))
  return __dirname.startsWith(path.dirname(ofTest.resolve('playwright/package.json')))
}

const BOX = { box: !isHidden() }

/** A box knows its line only from whoever awaits it. The error of a call that nobody does, or not yet, gets the line that made it. */
function blaming(site: CallSite): (error: unknown) => never {
  const [, , caller = ''] = site.stack?.split('\n') ?? []
  return (error) => {
    if (!isGenesysError(error) || caller === '' || new Error().stack?.includes(placeOf(caller)) === true) throw error
    // Playwright has put its box, which is empty, on the error itself.
    const copy = new GenesysError(error.code, sentenceOf(error), error)
    copy.stack = `${copy.name}: ${copy.message}\n${site.stack?.split('\n').slice(2).join('\n') ?? ''}`
    throw copy
  }
}

/** The file of a frame: its function may go on at another line. */
const placeOf = (frame: string): string => /\(?([^\s()]+?):\d+:\d+\)?$/.exec(frame)?.[1] ?? frame

/**
 * Runs work as a boxed step, outside of a test just the work. Whoever calls this must do so as
 * `return await boxed(…)` from an async method: only then does the code frame point at the method's caller.
 * `params` stand in the report of a Playwright that knows them.
 */
export function boxed<T>(title: string, work: () => Promise<T>, params?: Record<string, string>): Promise<T> {
  if (!isInTest()) return work()
  return test.step(title, work, { ...BOX, ...(params && { params }) }).catch(blaming(callSite(boxed)))
}

/** Where the caller of a function of ours stands; Playwright finds it by itself for boxed steps only. */
function callerOf(entry: (...args: never[]) => unknown): Location | undefined {
  const site = { stack: '' }
  Error.captureStackTrace(site, entry)
  const [, file, line, column] = /\n\s+at (?:.*\()?(.+?):(\d+):(\d+)\)?(?:\n|$)/.exec(site.stack) ?? []
  if (file === undefined) return undefined
  return { file: file.startsWith('file:') ? fileURLToPath(file) : file, line: Number(line), column: Number(column) }
}

/** The same for work that outlives the line that began it: its own error knows that line. `entry` is what was called there. */
export function unboxed<T>(title: string, work: () => Promise<T>, entry: (...args: never[]) => unknown): Promise<T> {
  if (!isInTest()) return work()
  const location = callerOf(entry)
  return test.step(title, work, { ...(location && { location }) })
}

const SHOWN = 8

/** An id as titles show it: enough to be recognised. */
export function short(id: string): string {
  return id.length > SHOWN ? `${id.slice(0, SHOWN)}…` : id
}

/** An error that no line of a test is to blame for: without frames of ours, of which the report would show the code. */
export function unframed<E extends Error>(error: E): E {
  error.stack = `${error.name}: ${error.message}`
  return error
}
