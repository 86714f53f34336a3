// A chat client as shops write them: it names its region's hosts, and tells the shop's back-end which chat an order has.
const SOCKET = 'wss://webmessaging.mypurecloud.ie/v1'
const DEPLOYMENT = '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10'
const FIRST_PAUSE_MS = 250

const order = new URLSearchParams(location.search).get('order')
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

function connect() {
  socket = new WebSocket(`${SOCKET}?deploymentId=${DEPLOYMENT}`)
  socket.addEventListener('open', () => send({ action: 'configureSession', deploymentId: DEPLOYMENT }))
  socket.addEventListener('message', ({ data }) => heard(JSON.parse(data)))
  socket.addEventListener('close', retry)
}

function retry() {
  if (isClosed) return
  setTimeout(connect, FIRST_PAUSE_MS * 2 ** attempt)
  attempt += 1
  say(`Reconnecting (attempt ${attempt})…`)
}

function heard({ class: kind, type, body }) {
  if (kind === 'SessionResponse') {
    attempt = 0
    // The end may have come while the page was away: then no frame tells it.
    if (body.readOnly) close()
    else say('Connected', true)
  }
  if (kind === 'StructuredMessage' && type === 'message') received(body)
}

function received({ id, direction, type, text, events = [] }) {
  if (events.some(({ presence }) => presence?.type === 'Disconnect')) return close()
  if (type === 'Event') return
  const item = document.createElement('li')
  item.textContent = `${direction === 'Inbound' ? 'You' : 'Agent'}: ${text}`
  find('messages').append(item)
  if (direction === 'Inbound') fetch('/chats', { method: 'POST', body: JSON.stringify({ order, messageId: id }) })
}

function close() {
  isClosed = true
  say('Chat closed')
  find('composer').hidden = true
}

find('order').textContent = order
find('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  send({ action: 'onMessage', message: { type: 'Text', text: event.target.elements.text.value } })
})
connect()
