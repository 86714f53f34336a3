/** The loader tries WebAssembly last. There is none, so its failure tells nothing. */
const IS_WASI = /wasi\b/

const MISSING = /^Cannot find (?:module|package) '([^']+)'/
const LONGEST = 400

function chain(error) {
  const causes = []
  for (let cause = error; typeof cause?.message === 'string' && causes.length < 50; cause = cause.cause) causes.push(cause.message)
  return causes
}

/** What each attempt of the generated loader failed with, in the order of the attempts. */
function attempts(error) {
  const [last, ...causes] = chain(error)
  // The outermost error is advice about npm, whatever went wrong.
  const real = causes.length > 0 ? causes : [last]
  return real.reverse().filter((message) => !IS_WASI.test(message))
}

/** The name of what was not found; nothing where something else went wrong. */
const missing = (message) => MISSING.exec(message)?.[1]

const isOfPackage = (name) => !name.startsWith('.')

/** Of several attempts the first that found something tells most; else the one that looked for the package. */
function firstReal(messages) {
  return messages.find((message) => missing(message) === undefined)
    ?? messages.find((message) => isOfPackage(missing(message)))
    ?? messages[0]
}

/** The first real cause, in one line. */
function firstCause(error) {
  const [line] = (firstReal(attempts(error)) ?? error.message).split('\n')
  return line.trim().slice(0, LONGEST)
}

export { attempts, firstCause, missing }
