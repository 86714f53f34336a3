'use strict'

/** The first presence event of a message's body, if it has one. */
function presenceOf(body) {
  return body.type === 'Event' ? body.events?.find((each) => each.eventType === 'Presence')?.presence?.type : undefined
}

function typingOf(body) {
  return body.type === 'Event' ? body.events?.find((each) => each.eventType === 'Typing')?.typing : undefined
}

/** The frame that says that the conversation has ended. */
function isDisconnect(body) {
  return body.direction === 'Outbound' && presenceOf(body) === 'Disconnect'
}

/** Booleans in metadata are texts; absent stays absent. */
function readOnlyOf(body) {
  const said = body.metadata?.readOnly
  return said === undefined ? undefined : String(said) === 'true'
}

/** What the vendor's page script tells messages apart by. */
function keyOf(body) {
  return body.channel?.time ?? body.id
}

/** The word that goes with a refusal's code, where there is one. */
function errorKey(code) {
  const key = { 409: 'readOnlyError', 4011: 'messageLengthExceeded', 4013: 'customAttributesSizeExceeded' }[code]
  return key === undefined ? {} : { errorKey: key }
}

/** The shape of `restored` and `oldMessages`, which differs from that of `messagesReceived`. */
function formatted(body) {
  const { text, type = '', direction = '', channel = {}, content = [], originatingEntity = '', tracingId = '' } = body
  const message = {
    from: channel.from ?? '',
    text,
    type: type.toLowerCase(),
    id: channel.messageId ?? body.id,
    time: channel.time,
    timestamp: channel.time,
    files: [],
    quickReplies: [],
    card: {},
    carousel: { cards: [] },
    datePicker: {},
    coBrowse: {},
    video: {},
    messageType: direction.toLowerCase(),
    originatingEntity,
    tracingId,
  }
  for (const part of content) addPart(message, part)
  const presence = presenceOf(body)
  return presence === undefined ? message : { ...message, eventType: 'Presence', presence: { type: presence } }
}

function addPart(message, { contentType, attachment, quickReply, card }) {
  if (contentType === 'Attachment') {
    const { id, mediaType, mime, url, filename, fileName, fileSize } = attachment
    message.files.push({ downloadUrl: url, size: fileSize, name: fileName ?? filename, type: mediaType, mime, id })
  } else if (contentType === 'QuickReply') {
    message.contentType = 'quick-replies'
    message.quickReplies.push({ ...quickReply, imageUrl: quickReply.image })
  } else if (contentType === 'Card') {
    const { actions, defaultAction, ...rest } = card
    message.contentType = 'card'
    message.card = { ...rest, imageUrl: card.image ?? '', actions: defaultAction ?? actions, buttons: actions }
  }
}

module.exports = { errorKey, formatted, isDisconnect, keyOf, presenceOf, readOnlyOf, typingOf }
