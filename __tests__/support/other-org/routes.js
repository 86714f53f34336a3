'use strict'

// What that org answers.

const { randomUUID } = require('node:crypto')
const records = require('./records')

const TALK = '/api/v2/conversations/messages/([^/]+)'
const ok = (body) => ({ status: 200, body })
const errorBody = (status, code, message) => ({ message, code, status, details: [], errors: [], contextId: randomUUID() })
const refuse = (status, code, message, more = {}) => ({ status, body: { ...errorBody(status, code, message), ...more } })
const lost = () => refuse(404, 'not.found', 'The requested resource was not found.')

function codeOf({ division, agent }, code) {
  return {
    id: code.id, name: code.name, division: { ...division, selfUri: `/api/v2/authorization/divisions/${division.id}` },
    dateCreated: '2020-03-04T05:06:07.000Z', createdBy: agent.id, selfUri: `/api/v2/routing/wrapupcodes/${code.id}`,
  }
}

function listed({ org, query }, path, codes) {
  const [size, number] = [Number(query.get('pageSize') ?? 25), Number(query.get('pageNumber') ?? 1)]
  const all = codes.map((code) => codeOf(org, code))
  const pages = Math.max(1, Math.ceil(all.length / size))
  const uri = (page) => `${path}?pageSize=${size}&pageNumber=${page}`
  return ok({
    entities: all.slice((number - 1) * size, number * size), pageSize: size, pageNumber: number, total: all.length, pageCount: pages,
    firstUri: uri(1), lastUri: uri(pages), selfUri: uri(number),
    ...(number < pages && { nextUri: uri(number + 1) }), ...(number > 1 && { previousUri: uri(number - 1) }),
  })
}

function login({ org, request, text }) {
  const form = new URLSearchParams(text)
  const basic = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString().split(':')
  const [id, secret] = basic.length === 2 ? basic : [form.get('client_id'), form.get('client_secret')]
  if (id === org.clientId && secret === org.clientSecret) return ok({ access_token: org.token, token_type: 'bearer', expires_in: 86_400 })
  const why = 'authentication failed'
  return { status: 401, body: { error: 'invalid_client', description: why, error_description: why } }
}

function ended(talk) {
  return refuse(403, 'not.authorized', `Access to conversation ${talk.id} is forbidden.`, {
    messageWithParams: 'Access to {type} {id} is forbidden.', messageParams: { type: 'Conversation', id: talk.id },
  })
}

/** 202 first, the change a little later. */
function patch({ org, of: [id, part], text }) {
  const talk = org.talks.get(id)
  const one = talk?.participants.find((each) => each.id === part)
  if (!one) return lost()
  const { state, wrapup } = JSON.parse(text)
  if (state && talk.endTime) return org.ways.secondWrite === 202 ? { status: 202 } : ended(talk)
  if (org.foreign.some(({ id: code }) => code === wrapup?.code) && org.ways.foreignCode === 400) return refuse(400, 'bad.request', 'The wrap-up code is not one of the queue.')
  org.later(org.settleMs, () => {
    if (wrapup) records.wrapUp(one, wrapup)
    if (state && records.leave(talk, one, org.ways)) talk.isToTell = true
    if (talk.isToTell && (one.wrapup || !org.ways.tellsAfterWrapUp)) tell(org, talk)
  })
  return { status: 202 }
}

function tell(org, talk) {
  talk.isToTell = false
  org.guests.ended(talk)
}

/** Everybody leaves. */
function patchAll({ org, of: [id] }) {
  const talk = org.talks.get(id)
  if (!talk) return lost()
  org.later(org.settleMs, () => {
    const wasServed = talk.participants.some((each) => each.purpose === 'agent' && each.state === 'connected')
    talk.participants.forEach((each) => records.end(each, 'client'))
    records.endIfOver(talk)
    if (wasServed) org.guests.ended(talk)
  })
  return { status: 202 }
}

function details({ org, of: [id] }) {
  const talk = org.talkOf(id)
  const isThere = talk !== undefined && Date.now() >= Date.parse(talk.startTime) + org.ways.detailsAfterMs
  return isThere ? ok(records.data(talk.messages.find((message) => message.id === id), talk)) : lost()
}

function config({ org: { deploymentId, url, mode } }) {
  const disconnect = { enabled: mode !== 'off', type: mode === 'ReadOnly' ? 'ReadOnly' : 'Send' }
  return ok({
    id: deploymentId, version: '7', languages: ['en-gb'], defaultLanguage: 'en-gb', apiEndpoint: url, status: 'Active',
    auth: { enabled: false, allowSessionUpgrade: false }, journeyEvents: { enabled: false },
    messenger: {
      enabled: true, styles: { primaryColor: '#123456' }, launcherButton: { visibility: 'On' },
      fileUpload: { enableAttachments: true, modes: [{ fileTypes: ['*/*'], maxFileSizeKB: 10_240 }] },
      apps: {
        conversations: {
          enabled: true, showAgentTypingIndicator: true, showUserTypingIndicator: true,
          autoStart: { enabled: false }, conversationDisconnect: disconnect,
          conversationClear: { enabled: true }, humanize: { enabled: false }, markdown: { enabled: false }, sessionDurationSeconds: 259_200,
          messagingEndpoint: url.replace('http', 'ws'),
        },
      },
    },
  })
}

function history({ org, request, query }) {
  const messages = [...org.guests.history(request.headers.authorization?.replace('Bearer ', ''))].reverse()
  const [size, number] = [Number(query.get('pageSize') ?? 25), Number(query.get('pageNumber') ?? 1)]
  const entities = messages.slice((number - 1) * size, number * size).map(records.body)
  const pageCount = Math.max(1, Math.ceil(messages.length / size))
  return ok({ entities, pageSize: size, pageNumber: number, total: messages.length, pageCount })
}

const route = (name, method, path, answer) => ({ name, method, path: new RegExp(`^${path}$`), answer })

const ROUTES = [
  route('login', 'POST', '/oauth/token', login),
  route('details', 'GET', `${TALK}/details`, details),
  route('codes of a participant', 'GET', `${TALK}/participants/[^/]+/wrapupcodes`, ({ org }) => ok(org.codes.map((code) => codeOf(org, code)))),
  route('patch', 'PATCH', `${TALK}/participants/([^/]+)`, patch),
  route('patch all', 'PATCH', TALK, patchAll),
  route('conversation', 'GET', TALK, ({ org, of: [id] }) => (org.talks.has(id) ? ok(records.shown(org.talks.get(id))) : lost())),
  route('neutral', 'GET', '/api/v2/conversations/([0-9a-f-]{36})', ({ org, of: [id] }) => (org.talks.has(id) ? ok(records.neutral(org.talks.get(id))) : lost())),
  route('codes', 'GET', '/api/v2/routing/wrapupcodes', (call) => listed(call, '/api/v2/routing/wrapupcodes', [...call.org.codes, ...call.org.foreign].toSorted((one, other) => (one.name < other.name ? -1 : 1)))),
  route('codes of a queue', 'GET', '/api/v2/routing/queues/([^/]+)/wrapupcodes', (call) => listed(call, `/api/v2/routing/queues/${call.of[0]}/wrapupcodes`, call.org.codes)),
  route('config', 'GET', '/webdeployments/v1/deployments/[^/]+/config.json', config),
  route('history', 'GET', '/api/v2/webmessaging/messages', history),
]

module.exports = { ROUTES }
