// The page around a chat that somebody built on the guest API. The chat lives in an iframe, maybe of another
// origin: `?frame=http://127.0.0.1:1234/pages/custom/frame`. All other parameters are passed on to it.
const LOOPBACK = ['127.0.0.1', 'localhost']

/** Only frames of this machine: a sample page must not be an open door. */
function frameAddress(query) {
  const address = new URL(query.get('frame') ?? '/pages/custom/frame', location.href)
  if (!LOOPBACK.includes(address.hostname) && address.origin !== location.origin) throw new Error('frame must be on loopback')
  for (const [name, value] of query) if (name !== 'frame') address.searchParams.set(name, value)
  return address
}

const SENTENCES = {
  'conversation.closed': 'The chat is closed.',
  'conversation.reopened': 'The chat is open.',
}

const frame = document.getElementById('chat')
const address = frameAddress(new URLSearchParams(location.search))

window.addEventListener('message', ({ source, origin, data }) => {
  const sentence = SENTENCES[data?.type]
  if (source !== frame.contentWindow || origin !== address.origin || sentence === undefined) return
  document.getElementById('opinion').textContent = sentence
  const item = document.createElement('li')
  item.textContent = data.reason === undefined ? data.type : `${data.type}: ${data.reason}`
  document.getElementById('told').append(item)
})

frame.src = address.href
