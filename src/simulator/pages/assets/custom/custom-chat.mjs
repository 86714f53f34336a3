// What people see of the chat, and what it tells the page around it.
import { ChatClient } from '/pages/assets/custom-client.mjs'

const query = new URLSearchParams(location.search)
const find = (id) => document.getElementById(id)
const milliseconds = (name, otherwise) => (Number(query.get(name) ?? '') > 0 ? Number(query.get(name)) : otherwise)

const client = new ChatClient({
  deploymentId: query.get('deploymentId') ?? document.documentElement.dataset.deploymentId,
  guestUrl: query.get('guestUrl') ?? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/v1`,
  backoffMs: milliseconds('backoff', 300),
  renewMs: milliseconds('renew', 1500),
}, {
  changed: show,
  said: showMessage,
  cleared: () => find('messages').replaceChildren(),
  refused: (text) => showMessage({ direction: 'System', text: `Not sent: ${text}` }),
  closed: (reason) => tell('conversation.closed', { reason }),
  reopened: () => tell('conversation.reopened', {}),
})

/** As an event in this document and as a message to the parent, whoever that is: it holds nothing secret. */
function tell(type, details) {
  document.dispatchEvent(new CustomEvent(type, { detail: details }))
  if (window.parent !== window) window.parent.postMessage({ type, ...details }, '*')
}

function statusOf({ link, attempt, closed }) {
  if (link === 'expired') return 'Session expired. A new one starts in a moment…'
  if (link === 'displaced') return 'Opened in another window'
  if (closed !== undefined) return 'Chat closed'
  if (link === 'reconnecting') return `Reconnecting (attempt ${attempt})…`
  return { connecting: 'Connecting…', connected: 'Connected', failed: 'Connection lost' }[link]
}

/** The one thing that the guest can do next, where there is one. */
function nextOf({ link, closed, isReadOnly }) {
  if (link === 'failed') return { name: 'Try again', act: () => client.tryAgain() }
  if (link === 'displaced') return { name: 'Continue here', act: () => client.tryAgain() }
  if (link === 'connected' && closed !== undefined && isReadOnly) return { name: 'Start a new chat', act: () => client.startNew() }
  return undefined
}

function show() {
  const status = find('status')
  const words = statusOf(client)
  if (status.textContent !== words) status.textContent = words
  document.body.dataset.state = client.closed === undefined ? client.link : 'closed'
  find('badge').dataset.link = client.link
  find('badge').textContent = client.link === 'reconnecting' ? `attempt ${client.attempt}` : client.link
  const canWrite = client.link === 'connected' && !client.isReadOnly
  find('text').disabled = !canWrite
  for (const button of document.querySelectorAll('#composer button, #offers button, .choices button')) button.disabled = !canWrite
  find('composer').hidden = client.isReadOnly
  find('offers').hidden = client.isReadOnly
  showNext(nextOf(client))
}

function showNext(next) {
  if (find('next').textContent === (next?.name ?? '')) return
  find('next').replaceChildren()
  if (next !== undefined) find('next').append(button(next.name, next.act))
}

function showMessage({ direction, text, content = [], channel }) {
  const item = document.createElement('li')
  item.className = direction.toLowerCase()
  const said = document.createElement('p')
  said.textContent = text ?? ''
  item.append(said)
  const at = new Date(channel?.time)
  if (!Number.isNaN(at.getTime())) item.append(timeOf(at))
  const choices = direction === 'Outbound' ? content.flatMap(choicesOf) : []
  document.querySelector('.choices')?.remove()
  if (choices.length > 0) item.append(group(choices))
  find('messages').append(item)
  find('scroller').scrollTop = find('scroller').scrollHeight
}

function timeOf(at) {
  const shown = document.createElement('time')
  shown.dateTime = at.toISOString()
  shown.textContent = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return shown
}

/** Quick replies, and the buttons of a card. */
function choicesOf({ quickReply, card }) {
  if (quickReply !== undefined) return [quickReply]
  return (card?.actions ?? []).map(({ text, payload }) => ({ text, payload, type: 'Button' }))
}

function group(choices) {
  const made = document.createElement('div')
  made.className = 'choices'
  made.setAttribute('role', 'group')
  made.setAttribute('aria-label', 'Answers')
  made.append(...choices.map((choice) => button(choice.text, () => client.answer(choice))))
  return made
}

function button(name, act) {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: name })
  made.addEventListener('click', act)
  return made
}

find('offers').append(
  button('Block my card', () => client.answer({ text: 'Block my card', payload: 'card.block' })),
  button('That is all', () => client.answer({ text: 'That is all', payload: 'chat.end' })),
)
find('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = find('text').value.trim()
  if (text === '') return
  client.send(text)
  find('text').value = ''
})

show()
client.connect()
