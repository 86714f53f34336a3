import { say } from './host.mjs'

const list = document.getElementById('transcript')
const scroller = document.getElementById('scroller')
const WHO = { guest: 'You', agent: 'Agent', bot: 'Bot' }

/** Items by their entry's key, so that a live region tells only what is new. */
const items = new Map()

/** Changes what is shown; whoever has scrolled up stays there, everybody else sees the newest. */
export function keepingEnd(change) {
  const wasAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 40
  change()
  if (wasAtEnd) scroller.scrollTop = scroller.scrollHeight
}

/** Shows the entries in their order. */
export function showTranscript(entries) {
  const keys = new Set(entries.map(({ key }) => key))
  for (const [key, item] of items) {
    if (!keys.has(key)) {
      item.remove()
      items.delete(key)
    }
  }
  const latest = entries.findLast(({ kind }) => kind === 'message')
  entries.forEach((entry, index) => place(entry, index, entry === latest))
}

function place(entry, index, isLatest) {
  let item = items.get(entry.key)
  if (item === undefined) {
    item = document.createElement('li')
    items.set(entry.key, item)
  }
  if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null)
  const look = JSON.stringify([entry, isLatest])
  if (item.look === look) return
  item.look = look
  item.className = `${entry.kind} from-${entry.from}`
  item.replaceChildren(...(entry.kind === 'end' ? divider(entry) : bubble(entry, isLatest)))
}

function divider({ at }) {
  return [element('span', 'past', `Conversation ended${at === undefined ? '' : ` · ${time(at)}`}`)]
}

function bubble({ from, text, at, delivery, why, buttons = [] }, isLatest) {
  const parts = [element('span', 'who', WHO[from]), element('span', 'text', text)]
  // An answer can be given once, and only to the last question.
  if (isLatest && buttons.length > 0 && from !== 'guest') parts.push(choices(buttons))
  const note = { sending: 'Sending', sent: 'Sent', failed: `Not sent${why === undefined ? '' : `: ${why}`}` }[delivery] ?? ''
  parts.push(element('span', `note ${delivery ?? ''}`, [note, at && time(at)].filter(Boolean).join(' · ')))
  return parts
}

function choices(buttons) {
  const group = element('div', 'choices', '')
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', 'Answers')
  group.append(...buttons.map((button) => {
    const choice = element('button', '', button.text)
    choice.type = 'button'
    choice.addEventListener('click', () => say('reply', { button }))
    return choice
  }))
  return group
}

function element(name, className, text) {
  const made = document.createElement(name)
  made.className = className
  // Texts come from strangers: never as HTML.
  made.textContent = text
  return made
}

export function time(at) {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
