import { test } from '@playwright/test'

/** Whether a test, one of its hooks or fixtures is running; guests can be watched outside of one too. */
function isInTest(): boolean {
  try {
    return test.info() !== undefined
  } catch {
    return false
  }
}

/**
 * Runs work as a boxed step, outside of a test just the work. Whoever calls this must do so as
 * `return await boxed(…)` from an async method: only then does the code frame point at the method's caller.
 */
export function boxed<T>(title: string, work: () => Promise<T>): Promise<T> {
  return isInTest() ? test.step(title, work, { box: true }) : work()
}

/** The same for work that outlives the line that began it: its own error knows that line. */
export function unboxed<T>(title: string, work: () => Promise<T>): Promise<T> {
  return isInTest() ? test.step(title, work) : work()
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
