import { describe, describeSecret } from './describe'
import { invalid } from './invalid'
import type { At } from './spec'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MESSAGE_ID = /^[0-9a-f]{32}$/i
const LONGEST_SHOWN_ID = 64

/** What is wrong with a text that is no id, in the order in which it is most helpful. */
const FAULTS: [pattern: RegExp, came: string, hint?: string][] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'a full URL', 'Pass the id alone, not the address that contains it.'],
  [/\p{Cc}/u, 'a string with control characters', 'A line break copied along with the id?'],
  [/^\s*$/, 'a blank string'],
  [/\s/, 'a string with blanks', 'Remove the blanks.'],
  [/[/\\?#%]|\.\./, 'a string with path characters', 'Pass the id alone, without parts of a path.'],
  [/^(\{.*\}|urn:uuid:.*)$/i, 'a wrapped UUID', 'Pass it plain: no braces and no "urn:uuid:".'],
  [/^[0-9a-f]{32}$/i, '32 hexadecimal digits without hyphens', 'That is the form of a message id; findConversation leads from it to the conversation.'],
]

function shown(text: string): string {
  return text.length > LONGEST_SHOWN_ID ? describeSecret(text) : describe(text)
}

function refuseId(at: At, text: string, accepted: string) {
  const [, came, hint] = FAULTS.find(([pattern]) => pattern.test(text)) ?? [null, shown(text)]
  return invalid(at, came, accepted, hint === undefined ? {} : { hint })
}

export const ACCEPTED_UUID = 'a UUID such as 11111111-2222-4333-8444-555555555555'
export const ACCEPTED_MESSAGE_ID = '32 hexadecimal digits, or a UUID'

/** A UUID in its plain form, in lower case. */
export function checkUuid(text: string, at: At): string {
  if (!UUID.test(text)) throw refuseId(at, text, ACCEPTED_UUID)
  return text.toLowerCase()
}

/** A message id as guests see it. */
export function checkMessageId(text: string, at: At): string {
  if (!isMessageId(text)) throw refuseId(at, text, ACCEPTED_MESSAGE_ID)
  return text
}

export const isUuid = (text: string) => UUID.test(text)
export const isMessageId = (text: string) => MESSAGE_ID.test(text) || isUuid(text)
