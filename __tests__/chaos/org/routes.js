'use strict'

const { notFound } = require('./answers')
const { giveToken, isAuthorized, readOwner, unauthorized } = require('./identity')
const { readDeployment, readHistory } = require('./public')
const { readConversation, readDetails, readRecord } = require('./reads')
const { listOrgCodes, listOwnCodes, listQueueCodes } = require('./routing')
const { disconnectConversation, patchParticipant, postWrapup, tearDown } = require('./writes')

/** A conversation's own paths, by method and what stands after its id. */
const OF_A_CONVERSATION = {
  'GET messages': ['view', (_world, request) => readConversation(request)],
  'GET record': ['record', (_world, request) => readRecord(request)],
  'PATCH messages': ['write', disconnectConversation],
  'POST record/disconnect': ['write', tearDown],
  'PATCH messages/participants/*': ['write', patchParticipant],
  'GET messages/participants/*/wrapupcodes': ['codes', listOwnCodes],
  'POST messages/participants/*/communications/*/wrapup': ['wrapup', postWrapup],
}

/** `['messages', id, …]` or `['record', id, …]` of a path below `/api/v2/conversations/`. */
function split(parts) {
  const resource = parts[0] === 'messages' ? 'messages' : 'record'
  const [id, ...rest] = resource === 'messages' ? parts.slice(1) : parts
  const shape = [resource, ...rest.map((part, index) => (index % 2 === 1 ? '*' : part))].join('/')
  return { id, rest, shape }
}

/** What is asked of one conversation, and the entry of its log for that. */
function ofConversation(world, request, parts) {
  const { id, rest, shape } = split(parts)
  if (shape === 'messages/details') return { kind: 'details', work: (entry) => readDetails(world, { ...request, id, entry }) }
  const [kind, handler] = OF_A_CONVERSATION[`${request.method} ${shape}`] ?? []
  if (handler === undefined) return undefined
  const conversation = world.conversations.get(id)
  const isWrite = kind === 'write' || kind === 'wrapup'
  if (conversation === undefined) {
    if (isWrite && !world.forgotten.has(id)) world.astray.push(request)
    return { kind, work: notFound }
  }
  const party = rest[1] === undefined ? undefined : conversation.find(rest[1])
  const work = (entry) => handler(world, { ...request, conversation, party, communicationId: rest[3], entry })
  return { kind, conversation, isWrite, party: rest[1], work }
}

function ofPublic(world, request, parts) {
  const [first, ...rest] = parts
  if (first === 'oauth' && rest[0] === 'token') return () => giveToken(world, request)
  if (first === 'webdeployments') return () => readDeployment(world, { id: rest[2], file: rest[3] })
  if (request.path === '/api/v2/webmessaging/messages') return () => readHistory(world, request)
  return undefined
}

function ofPlatform(org, request, parts) {
  const { world, notifications } = org
  const [what, first, second, third] = parts
  if (what === 'tokens') return () => readOwner(world)
  if (what === 'routing' && first === 'wrapupcodes') return () => listOrgCodes(world, request)
  if (what === 'routing' && third === 'wrapupcodes') return () => listQueueCodes(world, { ...request, id: second })
  if (what === 'notifications' && request.method === 'POST' && second === undefined) return () => notifications.open({ host: request.headers.host })
  if (what === 'notifications' && third === 'subscriptions') return () => notifications.subscribe({ ...request, id: second })
  return undefined
}

/** What a request asks for: `{ work(entry), kind?, conversation?, isWrite? }`. */
function route(org, request) {
  const parts = request.path.split('/').slice(1)
  const open = ofPublic(org.world, request, parts)
  if (open !== undefined) return { work: open }
  if (!isAuthorized(org.world, request)) return { work: unauthorized }
  if (parts[2] === 'conversations') return ofConversation(org.world, request, parts.slice(3)) ?? { work: notFound }
  return { work: ofPlatform(org, request, parts.slice(2)) ?? notFound }
}

module.exports = { route }
