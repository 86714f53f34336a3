// A chat client as application teams write them: it names its region's hosts and knows nothing of tests.
const SOCKET = 'wss://webmessaging.mypurecloud.ie/v1'
const DEPLOYMENT = '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10'
const FIRST_PAUSE_MS = 250
const RENEW_MS = 500
const MAX_ATTEMPTS = 5

const token = crypto.randomUUID()
const find = (id) => document.getElementById(id)
/** Only who is connected can write. */
const say = (status, canWrite = false) => {
  find('status').textContent = status
  for (const button of find('composer').querySelectorAll('button')) button.disabled = !canWrite
}
let socket
let attempt = 0
let isClosed = false

const send = (request) => socket.send(JSON.stringify({ ...request, token }))
const sendMessage = (message) => send({ action: 'onMessage', message })
const configure = (startNew) => send({ action: 'configureSession', deploymentId: DEPLOYMENT, startNew })

function connect() {
  socket = new WebSocket(`${SOCKET}?deploymentId=${DEPLOYMENT}`)
  socket.addEventListener('open', () => configure())
  socket.addEventListener('message', ({ data }) => heard(JSON.parse(data)))
  socket.addEventListener('close', retry)
}

/** A hard disconnect: waits twice as long before each attempt. */
function retry() {
  if (attempt === MAX_ATTEMPTS) return say('Connection lost')
  setTimeout(connect, FIRST_PAUSE_MS * 2 ** attempt)
  attempt += 1
  say(`Reconnecting (attempt ${attempt})…`)
}

function heard({ class: kind, type, body }) {
  if (kind === 'SessionResponse') configured(body)
  if (kind === 'SessionExpiredEvent') expired()
  if (kind === 'StructuredMessage' && type === 'message') received(body)
}

function configured({ readOnly }) {
  attempt = 0
  // The end may have come while the page was away: then no frame tells it.
  if (readOnly && !isClosed) close()
  if (!isClosed) say('Connected', true)
}

/** A timeout: after a moment in which people can read it, a new session begins. */
function expired() {
  say('Session expired')
  setTimeout(() => configure(true), RENEW_MS)
}

function received({ direction, type, text, events = [] }) {
  if (events.some(({ presence }) => presence?.type === 'Disconnect')) return close()
  if (type === 'Event') return
  const item = document.createElement('li')
  item.textContent = `${direction === 'Inbound' ? 'You' : 'Agent'}: ${text}`
  find('messages').append(item)
}

function close() {
  isClosed = true
  say('Chat closed')
  find('composer').hidden = true
  window.parent.postMessage({ type: 'conversation.closed' }, 'https://bank.example')
}

find('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  sendMessage({ type: 'Text', text: event.target.elements.text.value })
})
find('block').addEventListener('click', () => {
  const buttonResponse = { type: 'QuickReply', text: 'Block my card', payload: 'card.block' }
  sendMessage({ type: 'Structured', text: 'Block my card', content: [{ contentType: 'ButtonResponse', buttonResponse }] })
})
connect()
