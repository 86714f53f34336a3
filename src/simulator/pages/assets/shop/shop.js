'use strict'

// A host page as customers write them: the usual embed snippet, and some code of its own that reacts to
// the Messenger's events. `?environment=mypurecloud.ie` loads the script by a region's real address.
const query = new URLSearchParams(location.search)
const region = query.get('environment')
const apps = region === null ? location.origin : `https://apps.${region}`
const deploymentId = query.get('deploymentId') ?? document.documentElement.dataset.deploymentId

/** Puts a queue in the place of `Genesys` until the script has come. */
function embed(name, address, settings) {
  window._genesysJs = name
  window[name] = window[name] ?? function queue() { (window[name].q = window[name].q ?? []).push(arguments) }
  window[name].t = Date.now()
  window[name].c = settings
  document.head.append(Object.assign(document.createElement('script'), { async: true, src: address, charset: 'utf-8' }))
}

embed('Genesys', `${apps}/genesys-bootstrap/genesys.min.js`, { environment: region ?? 'prod', deploymentId })

/** The script replaces the function, so it is looked up for each call. */
const genesys = (...call) => window.Genesys(...call)

/** The shop's own opinion of the chat. */
function showChat(words) {
  const place = document.getElementById('chat-state')
  if (place !== null) place.textContent = words
}

const onService = (event, act) => genesys('subscribe', `MessagingService.${event}`, ({ data }) => act(data))
onService('started', () => showChat('open'))
onService('messagesReceived', ({ messages }) => { if (messages.some(({ type }) => type !== 'Event')) showChat('open') })
onService('conversationDisconnected', () => showChat('closed'))
onService('reconnecting', () => showChat('reconnecting'))
onService('reconnected', () => showChat('open'))
onService('sessionExpired', () => showChat('expired'))
onService('conversationReset', () => showChat('open'))
onService('conversationCleared', () => showChat('not started'))

const open = () => genesys('command', 'Messenger.open', {}, undefined, () => {})
if (query.get('autoOpen') === '1') genesys('subscribe', 'Messenger.ready', open)
document.addEventListener('DOMContentLoaded', () => {
  const ask = document.getElementById('ask')
  ask.addEventListener('click', open)
  ask.disabled = false
})
