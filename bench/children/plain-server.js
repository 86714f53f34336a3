'use strict'

// The same routes in a plain Node http server, with the same answers and nothing else: no journal,
// no faults, no rights but the token.

const { randomUUID } = require('node:crypto')
const http = require('node:http')
const { setTimeout: later } = require('node:timers')
const { listening } = require('../../__tests__/support/listening')
const { answer } = require('./answer')

const PATH = /^\/api\/v2\/conversations\/messages\/([^/]+)(?:\/participants\/([^/]+)(\/wrapupcodes)?)?$/

const conversations = new Map()
let codes
let token
let settleMs

function found(request) {
  const [, id, participant, wantsCodes] = PATH.exec(request.url) ?? []
  const conversation = conversations.get(id)
  if (request.headers.authorization !== `Bearer ${token}`) return [401, { status: 401, code: 'bad.credentials' }]
  if (conversation === undefined) return [404, { status: 404, code: 'not.found' }]
  if (request.method === 'PATCH') return [202, undefined, { conversation, participant }]
  return [200, wantsCodes === undefined ? conversation : codes]
}

function apply({ conversation, participant }, { state, wrapup }) {
  const agent = conversation.participants.find(({ id }) => id === participant)
  later(() => {
    const at = new Date().toISOString()
    for (const each of conversation.participants) Object.assign(each, { state, endTime: at })
    agent.wrapup = { ...wrapup, endTime: at }
  }, settleMs)
}

function write(response, [status, body]) {
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'inin-correlation-id': randomUUID() })
  response.end(text)
}

function serve(request, response) {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const [status, body, change] = found(request)
    if (change !== undefined) apply(change, JSON.parse(Buffer.concat(chunks).toString()))
    write(response, [status, body])
  })
}

answer({
  /** Serves conversations like the sample, under these ids. */
  async start({ sample, ids, agents, accessToken, settle }) {
    [codes, token, settleMs] = [sample.codes, accessToken, settle]
    for (const [index, id] of ids.entries()) {
      const conversation = structuredClone(sample.conversation)
      conversation.id = id
      conversation.participants.find(({ id: agent }) => agent === sample.agent).id = agents[index]
      conversations.set(id, conversation)
    }
    return `http://127.0.0.1:${await listening(http.createServer(serve))}`
  },

  cpu: () => process.cpuUsage(),
})
