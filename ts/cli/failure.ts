import { CommanderError } from 'commander'
import { type GenesysError, isGenesysError } from '../boundary/errors'
import { interruptible } from './interrupt'
import { STATUS } from './status'
import { Declined, UsageError } from './usage'
import { EFFECTS } from './words'

const wasInterrupted = (error: unknown): error is GenesysError => isGenesysError(error, 'ABORTED') && interruptible().aborted

/** What went wrong, in as many words as it deserves; commander has told its own. */
export function wordsFor(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined
  if (error instanceof UsageError) return `${error.message}\nSee --help.`
  if (error instanceof Declined) return error.message
  if (wasInterrupted(error)) return `Interrupted. ${EFFECTS[error.effect]}`
  if (isGenesysError(error)) return error.message
  if (!(error instanceof Error)) return String(error)
  return 'syscall' in error ? error.message : (error.stack ?? String(error))
}

export function statusFor(error: unknown): number {
  if (error instanceof CommanderError) return STATUS.usage
  const isUsage = [UsageError, Declined].some((kind) => error instanceof kind) || isGenesysError(error, 'INVALID_INPUT')
  return isUsage ? STATUS.usage : STATUS.failed
}

/** The same for programs: of an error of the library all that it says, of another its name and message. */
export function documentFor(error: unknown): object {
  if (isGenesysError(error)) return { ok: false, error: error.toJSON() }
  if (error instanceof CommanderError) {
    const message = error.code === 'commander.help' ? 'No command was given.' : error.message.replace(/^error: /, '')
    return { ok: false, error: { code: 'INVALID_INPUT', message } }
  }
  if (error instanceof UsageError) return { ok: false, error: { code: 'INVALID_INPUT', message: error.message } }
  if (error instanceof Declined) return { ok: false, error: { code: 'ABORTED', message: error.message } }
  const { name = 'Error', message = String(error) } = error instanceof Error ? error : {}
  return { ok: false, error: { name, message } }
}
