/** The loader tries WebAssembly last. There is none, so its failure tells nothing. */
const IS_WASI = /wasi\b/

const MISSING = /^Cannot find (?:module|package) '([^']+)'/
const LONGEST = 400

function chain(error: unknown): string[] {
  const causes: string[] = []
  for (let cause = error as Partial<Error> | undefined; typeof cause?.message === 'string' && causes.length < 50; cause = cause.cause as typeof cause) causes.push(cause.message)
  return causes
}

/** What each attempt of the generated loader failed with, in the order of the attempts. */
export function attempts(error: unknown): string[] {
  const all = chain(error)
  // The outermost error is advice about npm, whatever went wrong.
  const real = all.length > 1 ? all.slice(1) : all
  return real.reverse().filter((message) => !IS_WASI.test(message))
}

/** The name of what was not found; nothing where something else went wrong. */
export const missing = (message: string): string | undefined => MISSING.exec(message)?.[1]

const isOfPackage = (name: string | undefined) => name?.startsWith('.') === false

/** Of several attempts the first that found something tells most; else the one that looked for the package. */
function firstReal(messages: string[]): string | undefined {
  return messages.find((message) => missing(message) === undefined)
    ?? messages.find((message) => isOfPackage(missing(message)))
    ?? messages[0]
}

/** The first real cause, in one line. */
export function firstCause(error: unknown): string {
  const [line = ''] = (firstReal(attempts(error)) ?? String((error as Partial<Error>).message)).split('\n')
  return line.trim().slice(0, LONGEST)
}
