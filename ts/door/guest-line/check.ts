import { GenesysError } from '../../boundary/errors'

const TAG = /^[A-Za-z0-9-]{8,32}$/
const CLOSING = ['lose', 'duplicate', 'delay', 'reorder'] as const
export type ClosingFault = typeof CLOSING[number]
export interface ClosingOptions { times?: number | undefined; delayMs?: number | undefined }

export interface LineFault {
  /** How often it struck. */
  readonly hits: number
}

/** What can be broken about one page's guest socket. */
export interface GuestLine {
  dropSocket(): Promise<void>
  refuseReconnects(n: number): Promise<LineFault>
  delayConnects(n: number, ms: number): Promise<LineFault>
  silence(): Promise<void>
  expireSession(): Promise<void>
  displace(): Promise<void>
  closingFrame(fault: ClosingFault, options?: ClosingOptions): Promise<LineFault>
  undo(): Promise<void>
}

const HOUR_MS = 3_600_000

function refuse(operation: string, name: string, accepted: string): never {
  throw new GenesysError('INVALID_INPUT', `${operation}: ${name} is not acceptable; it takes ${accepted}.`, { operation })
}

export function checkTag(tag: unknown): string {
  if (typeof tag !== 'string' || !TAG.test(tag)) refuse('line', 'tag', '8 to 32 letters, digits and hyphens')
  return tag
}

export function checkTimes(times: unknown, operation: string, name = 'n'): number {
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > 1_000_000) refuse(operation, name, 'a whole number from 1')
  return times
}

export function checkDelay(ms: unknown, operation: string, name = 'ms'): number {
  if (typeof ms !== 'number' || !(ms > 0 && ms <= HOUR_MS)) refuse(operation, name, 'more than 0 milliseconds, up to an hour')
  return ms
}

/** A delay says for how long; a frame that is lost or sent twice has no length. */
export function checkClosing(fault: unknown, options: unknown = {}): { how: ClosingFault; times: number; delayMs?: number } {
  const operation = 'closingFrame'
  const how = CLOSING.find((each) => each === fault) ?? refuse(operation, 'the fault', `one of ${CLOSING.join(', ')}`)
  if (options === null || typeof options !== 'object') refuse(operation, 'options', '{ times?, delayMs? }')
  const { times = 1, delayMs }: { times?: unknown; delayMs?: unknown } = options
  if (delayMs !== undefined && (how === 'lose' || how === 'duplicate')) refuse(operation, 'delayMs', `no value with '${how}'`)
  const delay = delayMs !== undefined || how === 'delay' ? { delayMs: checkDelay(delayMs, operation, 'delayMs') } : {}
  return { how, times: checkTimes(times, operation, 'times'), ...delay }
}
