// A small agent desktop: it shows one conversation, follows it, and ends it with a wrap-up.
// `#access_token=…` as the vendor's implicit grant gave it, `?conversationId=…`, `?environment=mypurecloud.ie`.
import { Api, apiAddress } from '/pages/assets/desktop-api.mjs'

const ENDED = ['disconnected', 'terminated']
const find = (id) => document.getElementById(id)
const query = new URLSearchParams(location.search)

let api
let conversationId
let agent
let codesOf

/** A token in an address would stay in histories and logs. */
function tokenFromFragment() {
  const token = new URLSearchParams(location.hash.slice(1)).get('access_token')
  if (token !== null) history.replaceState(null, '', location.pathname + location.search)
  return token
}

async function open(token, id) {
  api = new Api(apiAddress(query.get('environment')), token)
  conversationId = id
  find('login').hidden = true
  await look()
  find('work').hidden = false
  await api.follow(topics(), {
    opened: () => {
      showLive('live')
      // Nobody tells of what happened between the first look and now.
      run(look)
    },
    closed: () => showLive('not live'),
    happened: (topic) => {
      note(topic)
      run(look)
    },
  })
}

function topics() {
  const ends = ['customer.end', 'user.end', 'acd.end', 'acw', 'wrapup'].map((each) => `v2.detail.events.conversation.${conversationId}.${each}`)
  const queue = agent?.queue?.id
  return queue === undefined ? ends : [...ends, `v2.routing.queues.${queue}.conversations.messages`]
}

function showLive(words) {
  find('live').textContent = words
  find('live').dataset.live = words === 'live' ? 'on' : 'off'
}

/** Looks follow each other: an older answer must not be shown over a newer one. */
let looking = Promise.resolve()
function look() {
  looking = looking.catch(() => {}).then(async () => show(await api.conversation(conversationId)))
  return looking
}

async function show(participants) {
  agent = participants.findLast(({ purpose }) => purpose === 'agent')
  if (agent !== undefined) await fillCodes()
  find('participants').replaceChildren(...participants.map(row))
  const isEnded = participants.every(({ state }) => ENDED.includes(state))
  find('status').textContent = isEnded ? 'Chat ended' : `Chat is open; agent ${agent?.state ?? 'not there yet'}`
  find('agent-state').textContent = agent?.state ?? 'none'
  const work = agent?.communication?.afterCallWork?.state ?? 'unknown'
  find('acw').textContent = work
  const owesWrapUp = agent !== undefined && ENDED.includes(agent.state) && work === 'pending'
  const canEnd = agent !== undefined && !ENDED.includes(agent.state)
  find('end-chat').textContent = owesWrapUp ? 'Save wrap-up' : 'End chat'
  find('end-chat').disabled = !canEnd && !owesWrapUp
  find('code').disabled = find('end-chat').disabled
}

function row({ purpose, name, state, disconnectType, wrapup }) {
  const made = document.createElement('tr')
  made.dataset.purpose = purpose
  const code = [...find('code').options].find(({ value }) => value === wrapup?.code)?.text ?? wrapup?.code
  made.append(...[purpose, name, state, disconnectType, code].map((text) => Object.assign(document.createElement('td'), { textContent: text ?? '–' })))
  made.children[2].className = `state ${ENDED.includes(state) ? 'ended' : state}`
  return made
}

async function fillCodes() {
  if (codesOf === agent.id) return
  codesOf = agent.id
  const codes = await api.codes(conversationId, agent.id)
  find('code').replaceChildren(new Option('None', ''), ...codes.map(({ id, name }) => new Option(name, id)))
}

async function end() {
  const code = find('code').value || undefined
  find('end-chat').disabled = true
  if (!ENDED.includes(agent.state)) await api.disconnect(conversationId, agent.id, code)
  else await api.wrapUp(conversationId, agent.id, agent.communication.id, code)
  note('End was asked for')
  await look()
}

function note(text) {
  const item = document.createElement('li')
  item.textContent = text
  find('events').append(item)
}

/** What goes wrong is said where the agent looks. */
async function run(act) {
  try {
    await act()
  } catch (error) {
    find('status').textContent = error.message
    find('end-chat').disabled = false
  }
}

find('login').addEventListener('submit', (event) => {
  event.preventDefault()
  run(() => open(find('token').value, find('conversation').value.trim()))
})
find('end').addEventListener('submit', (event) => {
  event.preventDefault()
  run(end)
})

find('open').disabled = false
const token = tokenFromFragment()
find('conversation').value = query.get('conversationId') ?? ''
if (token !== null && query.has('conversationId')) run(() => open(token, query.get('conversationId')))
