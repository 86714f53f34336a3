// A small agent desktop: it names its region's API, follows one conversation by notifications, and can end it.
const API = 'https://api.mypurecloud.ie/api/v2'
const { searchParams, hash } = new URL(location.href)
const conversationId = searchParams.get('conversationId')
const token = new URLSearchParams(hash.slice(1)).get('access_token')
const status = document.querySelector('[role=status]')
const end = document.getElementById('end')
const isOver = ({ state }) => state === 'disconnected' || state === 'terminated'
let agent

async function call(method, path, body) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(`${API}/${path}`, { method, headers, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
  return answer.status === 200 ? answer.json() : undefined
}

async function show() {
  const { participants } = await call('GET', `conversations/messages/${conversationId}`)
  agent = participants.findLast(({ purpose }) => purpose === 'agent')
  const items = participants.map(({ purpose, state }) => Object.assign(document.createElement('li'), { textContent: `${purpose}: ${state}` }))
  document.getElementById('participants').replaceChildren(...items)
  status.textContent = participants.every(isOver) ? 'Chat ended' : 'Chat is open'
  end.disabled = agent === undefined || isOver(agent)
}

/** Looks follow each other: an older answer must not be shown over a newer one. */
let looking = Promise.resolve()
const look = () => (looking = looking.then(show))

/** Events only say that it is time to look again. */
async function follow() {
  const { id, connectUri } = await call('POST', 'notifications/channels', {})
  const topics = ['customer.end', 'user.end', 'acd.end'].map((each) => ({ id: `v2.detail.events.conversation.${conversationId}.${each}` }))
  await call('POST', `notifications/channels/${id}/subscriptions`, topics)
  const socket = new WebSocket(connectUri)
  socket.addEventListener('open', look)
  socket.addEventListener('message', look)
}

end.addEventListener('click', async () => {
  await call('PATCH', `conversations/messages/${conversationId}/participants/${agent.id}`, { state: 'disconnected' })
  await look()
})
follow().catch((error) => { status.textContent = error.message })
