import { describe, describeSecret } from '../options/describe'
import { isUuid } from '../options/ids'
import { invalid } from '../options/invalid'

const GUEST = 'a guest: a GuestSession, or the guest of a page'
const CONVERSATION = 'a conversation: what client.conversation(id) gives'

const has = (value, name) => typeof value === 'object' && value !== null && typeof value[name] === 'function'
const isGuest = (value) => has(value, 'testify') && Array.isArray(value.events)
const isConversation = (value) => has(value, 'get') && typeof value.id === 'string'

/** What most probably was meant. */
function hintFor(value) {
  if (typeof value?.then === 'function') return 'A promise came: await it first.'
  if (typeof value === 'string' && isUuid(value)) return 'Of an id, client.conversation(id) makes what can be asked.'
  if (has(value, 'goto')) return 'A page came; its guest is what can be asked.'
  if (has(value, 'closeConversation')) return 'A client came; client.conversation(id) gives one of its conversations.'
  return undefined
}

/** What came: a text is shown only where it is an id, for it could be anything. */
const shown = (value) => (typeof value === 'string' && !isUuid(value) ? describeSecret(value) : describe(value))

function refuse(name, value, accepted) {
  return invalid({ path: `What expect() was given for ${name}`, operation: name }, shown(value), accepted, { hint: hintFor(value) })
}

function checkGuest(name, value) {
  if (!isGuest(value)) throw refuse(name, value, GUEST)
  return value
}

function checkConversation(name, value) {
  if (!isConversation(value)) throw refuse(name, value, CONVERSATION)
  return value
}

/** Either of them: whether it is a guest. */
function checkEither(name, value) {
  if (!isGuest(value) && !isConversation(value)) throw refuse(name, value, `${GUEST}; or ${CONVERSATION}`)
  return isGuest(value)
}

export { checkConversation, checkEither, checkGuest }
