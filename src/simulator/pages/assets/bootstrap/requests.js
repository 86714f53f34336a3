'use strict'

// What the guest sends, but for its token.
const APPLICATION = 'playwright-genesys-messenger'

function address({ hosts, deploymentId }) {
  return `${hosts.guest}?deploymentId=${encodeURIComponent(deploymentId)}&application=${APPLICATION}`
}

function configure(deploymentId, token, startNew) {
  const journeyContext = { customer: { id: token, idType: 'cookie' } }
  return { action: 'configureSession', deploymentId, ...(startNew && { startNew }), journeyContext }
}

const presence = (type) => ({ type: 'Event', events: [{ eventType: 'Presence', presence: { type } }] })
const typing = () => ({ type: 'Event', events: [{ eventType: 'Typing', typing: { type: 'On' } }] })

/** `sendMessage`'s options as a message; `undefined` where there is nothing to send. */
function messageOf({ message, type, postback }) {
  if (type === 'quickReply' || type === 'card') {
    const { text = '', payload } = postback
    const button = { type: type === 'card' ? 'Button' : 'QuickReply', text, payload }
    return { type: 'Structured', text, content: [{ contentType: 'ButtonResponse', buttonResponse: button }] }
  }
  const text = message?.trim()
  return text ? { type: 'Text', text } : undefined
}

module.exports = { address, configure, messageOf, presence, typing }
