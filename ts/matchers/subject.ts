import type { GenesysError } from '../boundary/errors'
import type { DisconnectSetting } from '../boundary/addon'
import type { ConversationSubject, GuestSubject } from '../types/matchers'
import type { CallOptions } from '../types/public'
import { describe, describeSecret } from '../options/refusal/describe'
import { isUuid } from '../options/ids'
import { invalid } from '../options/refusal/invalid'

/** Who can read a guest's conversation at once. */
export interface Reader {
  client: { conversation?(id: string): ConversationSubject; _disconnectSetting?(options: CallOptions): Promise<DisconnectSetting | null> }
  conversationId: string
}

/** A guest, with what ours tell beside. */
export interface Guest extends GuestSubject {
  readonly _reader?: Reader | undefined
  _finding?(asked: { timeoutMs: number; signal: AbortSignal }): Promise<string> | undefined
  readonly _showsTexts?: boolean
}

/** A conversation, with what ours tell beside. */
export interface Handle extends ConversationSubject {
  _wrapUpCodes?(whose: 'agents' | 'all', options: CallOptions): Promise<{ id: string; name: string }[]>
}

const GUEST = 'a guest: a GuestSession, or the guest of a page'
const CONVERSATION = 'a conversation: what client.conversation(id) gives'

const has = <N extends string>(value: unknown, name: N): value is { [Name in N]: (...args: never[]) => unknown } & { events?: unknown; id?: unknown } =>
  typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function'
// What its functions answer is looked at where they are asked.
export const isGuest = (value: unknown): value is Guest => has(value, 'testify') && Array.isArray(value.events)
const isConversation = (value: unknown): value is Handle => has(value, 'get') && typeof value.id === 'string'

/** What most probably was meant. */
function hintFor(value: unknown): string | undefined {
  if (has(value, 'then')) return 'A promise came: await it first.'
  if (typeof value === 'string' && isUuid(value)) return 'Of an id, client.conversation(id) makes what can be asked.'
  if (has(value, 'goto')) return 'A page came; its guest is what can be asked.'
  if (has(value, 'closeConversation')) return 'A client came; client.conversation(id) gives one of its conversations.'
  return undefined
}

/** What came: a text is shown only where it is an id, for it could be anything. */
const shown = (value: unknown) => (typeof value === 'string' && !isUuid(value) ? describeSecret(value) : describe(value))

function refuse(name: string, value: unknown, accepted: string): GenesysError {
  return invalid({ path: `What expect() was given for ${name}`, operation: name }, shown(value), accepted, { hint: hintFor(value) })
}

export function checkGuest(name: string, value: unknown): Guest {
  if (!isGuest(value)) throw refuse(name, value, GUEST)
  return value
}

export function checkConversation(name: string, value: unknown): Handle {
  if (!isConversation(value)) throw refuse(name, value, CONVERSATION)
  return value
}

/** Either of them. */
export function checkEither(name: string, value: unknown): Guest | Handle {
  if (isGuest(value) || isConversation(value)) return value
  throw refuse(name, value, `${GUEST}; or ${CONVERSATION}`)
}
