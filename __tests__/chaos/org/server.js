'use strict'

const http = require('node:http')
const { WebSocketServer } = require('ws')
const { portOf } = require('../../support/listening')
const { clock } = require('./conversation')
const { serveGuest } = require('./guest-socket')
const { uuid } = require('./ids')
const { route } = require('./routes')

/** Many connect at once; whoever finds the queue full tries again a whole second later. */
const BACKLOG = 4_096

function parsed(raw) {
  try {
    return raw === '' ? undefined : JSON.parse(raw)
  } catch {
    return undefined
  }
}

function send(response, { status, body, headers }) {
  const text = body === undefined ? '' : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), 'inin-correlation-id': uuid(), ...headers })
  response.end(text)
}

/** Every request about a conversation stands in its log, with its answer. */
function noted(asked, { method, path, body }) {
  const { kind, conversation, isWrite = false, party } = asked
  const entry = { at: clock(), kind, conversation, isWrite, party, method, path, body, lands: false }
  conversation?.log.push(entry)
  return entry
}

/** The honest answer of the org, and what whoever bends this conversation makes of it. */
function answerTo(org, request) {
  const asked = route(org, request)
  const entry = noted(asked, request)
  const instead = asked.conversation?.bend('before', undefined, { entry })
  const honest = instead ?? asked.work(entry)
  const answer = entry.conversation?.bend('answer', honest, { entry }) ?? honest
  return { entry, answer }
}

/** An answer may be cut off, or held back. */
function reply(org, response, { entry, answer }) {
  const go = () => {
    Object.assign(entry, { answeredAt: clock(), status: answer.status, shownBody: answer.body, isCut: answer.isCut === true })
    if (answer.isCut) response.destroy()
    else if (!response.destroyed) send(response, answer)
  }
  if (answer.holdMs > 0) org.world.later(answer.holdMs, go)
  else go()
}

function handle(org, incoming, response) {
  let raw = ''
  incoming.setEncoding('utf8')
  incoming.on('data', (part) => { raw += part })
  incoming.on('error', () => {})
  response.on('error', () => {})
  incoming.on('end', () => {
    const [path, query = ''] = incoming.url.split('?')
    const { method, headers } = incoming
    reply(org, response, answerTo(org, { method, path, query: new URLSearchParams(query), headers, raw, body: parsed(raw) }))
  })
}

function upgrade(org, sockets, incoming, socket, head) {
  const { pathname, searchParams } = new URL(incoming.url, 'http://org')
  socket.on('error', () => {})
  const [, where, id] = pathname.split('/')
  const deployment = searchParams.get('deploymentId')
  if (where !== 'channels' && !org.world.deployments.has(deployment)) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  sockets.handleUpgrade(incoming, socket, head, (opened) => {
    if (where === 'channels') org.notifications.serve(id, opened)
    else serveGuest(org.world, opened, deployment)
  })
}

/** Listens on loopback. */
function serve(org, port) {
  const sockets = new WebSocketServer({ noServer: true })
  const server = http.createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => handle(org, incoming, response))
  server.on('upgrade', (incoming, socket, head) => upgrade(org, sockets, incoming, socket, head))
  const stop = () => new Promise((resolve) => {
    for (const socket of sockets.clients) socket.terminate()
    server.close(resolve)
    server.closeAllConnections()
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () => resolve({ port: portOf(server), stop }))
  })
}

module.exports = { serve }
