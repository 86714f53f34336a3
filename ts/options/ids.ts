import { describe, describeSecret } from './describe'
import { invalid } from './invalid'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MESSAGE_ID = /^[0-9a-f]{32}$/i
const LONGEST_SHOWN_ID = 64

/** What is wrong with a text that is no id, in the order in which it is most helpful. */
const FAULTS = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'a full URL', 'Pass the id alone, not the address that contains it.'],
  [/\p{Cc}/u, 'a string with control characters', 'A line break copied along with the id?'],
  [/^\s*$/, 'a blank string'],
  [/\s/, 'a string with blanks', 'Remove the blanks.'],
  [/[/\\?#%]|\.\./, 'a string with path characters', 'Pass the id alone, without parts of a path.'],
  [/^(\{.*\}|urn:uuid:.*)$/i, 'a wrapped UUID', 'Pass it plain: no braces and no "urn:uuid:".'],
  [/^[0-9a-f]{32}$/i, '32 hexadecimal digits without hyphens', 'That is the form of a message id; findConversation leads from it to the conversation.'],
]

function shown(text) {
  return text.length > LONGEST_SHOWN_ID ? describeSecret(text) : describe(text)
}

function refuseId(at, text, accepted) {
  const [, came, hint] = FAULTS.find(([pattern]) => pattern.test(text)) ?? [null, shown(text)]
  return invalid(at, came, accepted, hint === undefined ? {} : { hint })
}

const ACCEPTED_UUID = 'a UUID such as 11111111-2222-4333-8444-555555555555'
const ACCEPTED_MESSAGE_ID = '32 hexadecimal digits, or a UUID'

/** A UUID in its plain form, in lower case. */
function checkUuid(text, at) {
  if (!UUID.test(text)) throw refuseId(at, text, ACCEPTED_UUID)
  return text.toLowerCase()
}

/** A message id as guests see it. */
function checkMessageId(text, at) {
  if (!isMessageId(text)) throw refuseId(at, text, ACCEPTED_MESSAGE_ID)
  return text
}

const isUuid = (text) => UUID.test(text)
const isMessageId = (text) => MESSAGE_ID.test(text) || isUuid(text)

export { ACCEPTED_MESSAGE_ID, ACCEPTED_UUID, checkMessageId, checkUuid, isMessageId, isUuid }
