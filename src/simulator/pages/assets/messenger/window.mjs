import { listen, paint, say } from './host.mjs'
import { keepingEnd, showTranscript, time } from './transcript.mjs'

const find = (id) => document.getElementById(id)
const text = find('text')
let state = { phase: 'idle', entries: [] }

/** What is wrong with the connection, and what the guest can do about it. */
function trouble({ phase, attempt, notice }) {
  if (phase === 'lost') return { words: attempt > 0 ? `Connection lost. Reconnecting (attempt ${attempt})…` : 'Connection lost.', act: 'retry', name: 'Reconnect' }
  if (phase === 'offline') return { words: 'Connection lost.', act: 'retry', name: 'Reconnect' }
  if (phase === 'displaced') return { words: 'This conversation was opened in another window.', act: 'retry', name: 'Use it here' }
  if (phase === 'expired') return { words: 'Your session has expired. Your next message starts a new one.', act: 'renew', name: 'Start new session' }
  return { words: notice ?? '' }
}

function showNotice() {
  const { words, act, name } = trouble(state)
  const notice = find('notice')
  if (notice.dataset.shown === `${words}${name}`) return
  notice.dataset.shown = `${words}${name}`
  notice.hidden = words === ''
  notice.replaceChildren(words)
  if (act === undefined) return
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: name })
  button.addEventListener('click', () => say(act))
  notice.append(button)
}

/** The end as the vendor shows it: a status, and in read-only sessions a button in the input's place. */
function showEnd() {
  const isLocked = state.phase === 'readOnly'
  const hasEnded = isLocked || state.end !== undefined
  const place = find('end')
  const look = JSON.stringify([hasEnded, isLocked, state.end?.at])
  if (place.dataset.look === look) return
  place.dataset.look = look
  place.replaceChildren(...(hasEnded ? [endBlock(isLocked)] : []))
  swapInput(isLocked)
}

function endBlock(isLocked) {
  const block = document.createElement('div')
  block.className = 'mxg-disconnect-message'
  block.setAttribute('role', 'status')
  block.setAttribute('aria-live', 'polite')
  const lines = ['Your conversation has ended', isLocked ? '' : 'Send a message to go on with it', state.end?.at ? time(state.end.at) : '']
  block.append(...lines.filter(Boolean).map((line) => Object.assign(document.createElement('p'), { textContent: line })))
  return block
}

/** Focus must not be lost with the element that had it. */
function swapInput(isLocked) {
  const hadFocus = find(isLocked ? 'composer' : 'renew').contains(document.activeElement)
  find('composer').hidden = isLocked
  find('renew').hidden = !isLocked
  if (hadFocus) (isLocked ? find('start-new') : text).focus()
}

function show() {
  paint(state.color)
  document.documentElement.dataset.phase = state.phase
  // The end that counts is shown below as a status; those before it stay as dividers.
  const current = state.end === undefined ? undefined : state.entries.findLast(({ kind }) => kind === 'end')
  showTranscript(state.entries.filter((entry) => entry !== current))
  showEnd()
  showNotice()
  const typing = state.isTyping ? 'Agent is typing…' : ''
  if (find('typing').textContent !== typing) find('typing').textContent = typing
  find('older').hidden = !state.hasOlder
  document.querySelector('.starter').hidden = Boolean(state.hasOlder)
  find('clear').hidden = !state.canClear || state.entries.length === 0 || !['active', 'readOnly'].includes(state.phase)
}

function grow() {
  text.style.height = 'auto'
  text.style.height = `${Math.min(text.scrollHeight, 120)}px`
}

function send() {
  if (text.value.trim() === '') return
  say('send', { text: text.value })
  text.value = ''
  grow()
}

find('composer').addEventListener('submit', (event) => {
  event.preventDefault()
  send()
})
text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  send()
})
text.addEventListener('input', () => {
  grow()
  say('typing')
})
find('start-new').addEventListener('click', () => say('reset'))
find('minimize').addEventListener('click', () => say('minimize'))
find('older').addEventListener('click', () => say('older'))
find('clear').addEventListener('click', () => find('confirm').showModal())
find('confirm').addEventListener('close', () => { if (find('confirm').returnValue === 'yes') say('clear') })

listen((told) => {
  if (told.state !== undefined) {
    state = told.state
    // Until then nobody would hear what is typed.
    document.querySelector('main').hidden = false
    keepingEnd(show)
  }
  if (told.focus) (state.phase === 'readOnly' ? find('start-new') : text).focus()
})
