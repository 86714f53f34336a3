'use strict'

// An org that puts something of its own wherever something can stand: texts, names, keys, ids, numbers, words in the place of
// the vendor's, headers, addresses, error messages, close reasons. What is in `CANARIES` must be nowhere else.

const http = require('node:http')
const { WebSocketServer } = require('ws')
const { listening } = require('./listening')

const CONVERSATION = 'c0ffee00-1111-4111-8111-0000000000c1'
const CUSTOMER = 'c0ffee00-2222-4222-8222-0000000000c2'
const AGENT = 'c0ffee00-3333-4333-8333-0000000000c3'
const CODE = 'c0ffee00-4444-4444-8444-0000000000c4'
const DEPLOYMENT = 'c0ffee00-5555-4555-8555-0000000000c5'
const MESSAGE = 'c0ffee0066664666866600000000c6c6'
const TOKEN = `eyJjYW5hcnkiOiJ0b2tlbiJ9.${'a'.repeat(30)}.canary-jwt`

const CANARIES = {
  conversation: CONVERSATION, customer: CUSTOMER, agent: AGENT, code: CODE, deployment: DEPLOYMENT, message: MESSAGE, token: TOKEN,
  text: 'canary-said', name: 'canary-name', key: 'canary-key', attribute: 'canary-attribute', word: 'canary-word', error: 'canary-error',
  errorCode: 'canary.error.code', header: 'canary-header', media: 'canary-media', file: 'canary-file.pdf', host: 'canary-host.example', reason: 'canary-reason',
  number: '8675309', phone: '4915112345678', date: '2031-03-07T11:13:17', query: 'canary-query', mail: 'canary@mail.example', unknown: 'canary-field',
  guest: 'c0ffee00-7777-4777-8777-0000000000c7', secret: 'canary-client-secret', client: 'canary-client-id', param: 'canary-param',
}

const everything = () => ({
  [CANARIES.unknown]: { [CANARIES.key]: CANARIES.text },
  attributes: { [CANARIES.key]: CANARIES.attribute, state: CANARIES.attribute, level: CANARIES.number },
  name: CANARIES.name, address: CANARIES.mail, state: CANARIES.word, fileName: CANARIES.file, selfUri: `https://${CANARIES.host}/${CANARIES.query}?a=${CANARIES.query}`,
  startTime: `${CANARIES.date}.000Z`, status: Number(CANARIES.phone), priority: Number(CANARIES.number), total: Number(CANARIES.phone), version: Number(CANARIES.number),
})

const participant = (id, purpose) => ({ ...everything(), id, purpose, state: 'connected', messages: [], user: { id: AGENT, name: CANARIES.name } })
const conversation = () => ({ ...everything(), id: CONVERSATION, participants: [participant(CUSTOMER, 'customer'), participant(AGENT, 'agent')] })
const refusal = {
  code: CANARIES.errorCode, message: CANARIES.error, messageWithParams: CANARIES.error, messageParams: { [CANARIES.param]: CANARIES.param },
  contextId: CANARIES.conversation, errors: [CANARIES.error], status: 400,
}

/** @type {[path: RegExp, status: number, body: object][]} What it answers, by the end of the path. */
const ANSWERS = [
  [/oauth\/token$/, 200, { access_token: TOKEN, token_type: CANARIES.word, expires_in: 8675309 }],
  [/config\.json$/, 200, { ...everything(), id: DEPLOYMENT, status: 'Active', messenger: { apps: { conversations: { conversationDisconnect: { enabled: true, type: CANARIES.word } } } } }],
  [/\/details$/, 200, { ...everything(), id: MESSAGE, conversationId: CONVERSATION, normalizedMessage: { text: CANARIES.text } }],
  [/routing\/wrapupcodes$/, 200, { entities: [{ ...everything(), id: CODE, name: CANARIES.name }], pageSize: 25, pageNumber: 1, pageCount: 1, total: 1 }],
  [/wrapupcodes$/, 200, [{ ...everything(), id: CODE, name: CANARIES.name }]],
  [/webmessaging\/messages$/, 200, { ...everything(), entities: [{ ...everything(), id: MESSAGE, text: CANARIES.text, type: 'Text' }], pageSize: 25, pageNumber: 1, pageCount: 1 }],
  [/participants\/[^/]+$/, 400, refusal],
  [/./, 200, conversation()],
]

function answer(request, response) {
  const [, status, body] = ANSWERS.find(([path]) => path.test(request.url.split('?')[0])) ?? []
  const headers = {
    'content-type': status === 200 ? 'application/json' : `application/json; ${CANARIES.media}=${CANARIES.media}`,
    'inin-correlation-id': CANARIES.header, 'retry-after': CANARIES.header, 'x-own': CANARIES.header, 'inin-ratelimit-count': CANARIES.header,
  }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

/** Answers a guest's frame, and then says more. */
function speak(socket, text) {
  const { action, tracingId } = JSON.parse(text)
  const say = (frame) => socket.send(JSON.stringify(frame))
  if (action === 'configureSession') say({ type: 'response', class: 'SessionResponse', code: 200, tracingId, body: { ...everything(), connected: true, newSession: true, readOnly: false } })
  if (action === 'getJwt') say({ type: 'response', class: 'JwtResponse', code: 200, tracingId, body: { jwt: TOKEN, exp: Number(CANARIES.number) } })
  if (action !== 'onMessage') return
  const said = { id: MESSAGE, type: 'Text', text: CANARIES.text, direction: 'Inbound', channel: { ...everything(), time: `${CANARIES.date}Z`, from: { nickname: CANARIES.name } } }
  say({ type: 'message', class: 'StructuredMessage', code: 200, tracingId, body: { ...everything(), ...said } })
  say({ type: CANARIES.word, class: CANARIES.word, code: 4915112345678, body: CANARIES.text })
  socket.send(CANARIES.text)
  socket.send(Buffer.from(CANARIES.text))
}

/** Starts it; gives the options that lead there, and how it is stopped. */
async function startTellingOrg() {
  const server = http.createServer(answer)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (text) => speak(socket, String(text))))
  const origin = `127.0.0.1:${await listening(server)}`
  const stop = async () => {
    for (const socket of sockets.clients) socket.close(4001, CANARIES.reason)
    await new Promise((resolve) => sockets.close(resolve))
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  const urls = Object.fromEntries(['apiUrl', 'loginUrl', 'configUrl'].map((name) => [name, `http://${origin}`]))
  const connection = { ...urls, guestUrl: `ws://${origin}`, deploymentId: DEPLOYMENT, clientId: CANARIES.client, clientSecret: CANARIES.secret }
  return { connection, stop }
}

module.exports = { CANARIES, CONVERSATION, MESSAGE, startTellingOrg }
