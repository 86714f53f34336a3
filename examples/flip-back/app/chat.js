// A chat as application teams write them, with a race of its own: see `paint`.
const SOCKET = 'wss://webmessaging.mypurecloud.ie/v1'
const HISTORY = 'https://api.mypurecloud.ie/api/v2/webmessaging/messages?pageSize=100'
const DEPLOYMENT = '0f6a1b0e-52c8-4d7e-9a77-3f1b7c6f2a10'
const PAUSE_MS = 250

const token = crypto.randomUUID()
const find = (id) => document.getElementById(id)
const seen = new Set()
/** What was written and has not come back yet: sent again after a reconnect. */
const unsent = []
let socket
let isConfigured = false
let isClosed = false

const send = (request) => socket.send(JSON.stringify({ ...request, token }))
const isEnd = ({ direction, events = [] }) => direction === 'Outbound' && events.some(({ presence }) => presence?.type === 'Disconnect')

function show(state) {
  isClosed = state === 'closed'
  find('status').textContent = isClosed ? 'Chat closed' : 'Connected'
  find('composer').hidden = isClosed
}

function connect() {
  socket = new WebSocket(`${SOCKET}?deploymentId=${DEPLOYMENT}`)
  socket.addEventListener('open', () => send({ action: 'configureSession', deploymentId: DEPLOYMENT }))
  socket.addEventListener('message', ({ data }) => heard(JSON.parse(data)))
  socket.addEventListener('close', lost)
}

function lost() {
  isConfigured = false
  if (!isClosed) find('status').textContent = 'Reconnecting…'
  setTimeout(connect, PAUSE_MS)
}

function heard({ class: kind, type, body }) {
  if (kind === 'SessionResponse') configured(body)
  if (kind === 'JwtResponse') loadHistory(body.jwt)
  if (kind === 'StructuredMessage' && type === 'message') received(body)
}

function configured({ newSession, readOnly }) {
  isConfigured = true
  show(isClosed || readOnly ? 'closed' : 'open')
  // What was missed does not come over the socket.
  if (!newSession) send({ action: 'getJwt' })
  for (const message of unsent) send({ action: 'onMessage', message })
}

function received(message) {
  add(message)
  if (isEnd(message)) show('closed')
}

function add({ id, direction, type, text }) {
  if (type === 'Event' || seen.has(id)) return
  seen.add(id)
  if (direction === 'Inbound') unsent.splice(0, unsent.length, ...unsent.filter((message) => message.text !== text))
  const item = document.createElement('li')
  item.textContent = `${direction === 'Inbound' ? 'You' : 'Agent'}: ${text}`
  find('messages').append(item)
}

async function loadHistory(jwt) {
  const answer = await fetch(HISTORY, { headers: { authorization: `Bearer ${jwt}` } })
  if (answer.ok) paint((await answer.json()).entities.reverse())
}

/** The race: while the answer was on its way, the socket may have told of the end, and this forgets it. */
function paint(messages) {
  messages.forEach(add)
  show(messages.some(isEnd) ? 'closed' : 'open')
}

find('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const message = { type: 'Text', text: event.target.elements.text.value }
  unsent.push(message)
  if (isConfigured) send({ action: 'onMessage', message })
})
connect()
