import { CommanderError } from 'commander'
import { isGenesysError } from '../boundary/errors'
import { interruptible } from './interrupt'
import { STATUS } from './status'
import { Declined, UsageError } from './usage'
import { EFFECTS } from './words'

const wasInterrupted = (error) => isGenesysError(error, 'ABORTED') && interruptible().aborted

/** What went wrong, in as many words as it deserves; commander has told its own. */
function wordsFor(error) {
  if (error instanceof CommanderError) return undefined
  if (error instanceof UsageError) return `${error.message}\nSee --help.`
  if (error instanceof Declined) return error.message
  if (wasInterrupted(error)) return `Interrupted. ${EFFECTS[error.effect]}`
  if (isGenesysError(error)) return error.message
  return error?.syscall === undefined ? String(error?.stack ?? error) : error.message
}

function statusFor(error) {
  if (error instanceof CommanderError) return STATUS.usage
  const isUsage = [UsageError, Declined].some((kind) => error instanceof kind) || isGenesysError(error, 'INVALID_INPUT')
  return isUsage ? STATUS.usage : STATUS.failed
}

/** The same for programs: of an error of the library all that it says, of another its name and message. */
function documentFor(error) {
  if (isGenesysError(error)) return { ok: false, error: error.toJSON() }
  if (error instanceof CommanderError) {
    const message = error.code === 'commander.help' ? 'No command was given.' : error.message.replace(/^error: /, '')
    return { ok: false, error: { code: 'INVALID_INPUT', message } }
  }
  if (error instanceof UsageError) return { ok: false, error: { code: 'INVALID_INPUT', message: error.message } }
  if (error instanceof Declined) return { ok: false, error: { code: 'ABORTED', message: error.message } }
  return { ok: false, error: { name: String(error?.name ?? 'Error'), message: String(error?.message ?? error) } }
}

export { documentFor, statusFor, wordsFor }
