'use strict'

const fs = require('node:fs')
const { GuestSession, reap } = require('../../..')
const { assertion } = require('./assertions')
const { pause } = require('../../../build/boundary/time')
const { leftLedger, readLedger } = require('./ledgers')
const { PAYLOAD } = require('./payload')

/** Does one thing and keeps when it began, when it settled, and with what. */
async function act(fields, work) {
  const startedAt = performance.now()
  const settled = await work().then((report) => ({ report }), (error) => ({ error }))
  return { ...fields, ...settled, startedAt, settledAt: performance.now() }
}

function optionsOf(stage, conversation) {
  const { strategy, wrapUp, timeoutMs } = stage.scene
  const guard = stage.guard(conversation)
  return { strategy, timeoutMs, ...(wrapUp !== undefined && { wrapUp }), ...(guard && { guard }) }
}

function closeOne(stage, client, conversation, more = {}) {
  const options = { ...optionsOf(stage, conversation), ...more }
  return act({ what: 'close', conversations: [conversation], options }, () => client.closeConversation(conversation.id, options))
}

async function closeTwice(stage, client) {
  const first = await closeOne(stage, client, stage.open())
  for (const hooks of stage.bends) hooks.between?.()
  return [first, await closeOne(stage, client, stage.open())]
}

/** Several, one of them named twice. */
async function closeMany(stage, client) {
  const conversations = [stage.open(), stage.open(), stage.open()]
  const { guard: _ofOne, ...options } = optionsOf(stage)
  const ids = [...conversations, conversations[0]].map(({ id }) => id)
  return [await act({ what: 'many', conversations, options }, () => client.closeConversations(ids, { ...options, concurrency: 3 }))]
}

/** A guest who has written, or nothing where the org would not let one. */
async function chatting(stage, client, session) {
  const guest = stage.invite()
  const timeoutMs = Math.max(500, stage.scene.timeoutMs)
  const deploymentId = stage.world.deploymentOf(stage.scene.mode)
  const made = await GuestSession.connect({ client, deploymentId, guestToken: guest.token, timeoutMs }).catch(() => undefined)
  if (made === undefined) return undefined
  session.made = made
  const sent = await made.send('hello', { timeoutMs }).catch(() => undefined)
  if (sent === undefined || guest.conversation === undefined) return undefined
  guest.bend('chatting', undefined)
  return guest
}

async function withSession(stage, client, work) {
  const session = {}
  try {
    const guest = await chatting(stage, client, session)
    return guest === undefined ? [] : [await work(session.made, guest)]
  } finally {
    await session.made?.dispose()
  }
}

function closeBesideGuest(stage, client) {
  return withSession(stage, client, async (session, guest) => {
    const { conversation } = guest
    if (stage.scene.drops) {
      await session.dropSocket()
      guest.sockets.clear()
    }
    const found = stage.random.below(2) === 0 ? await act({ what: 'find', conversations: [conversation], options: { timeoutMs: stage.scene.timeoutMs } }, () => session.conversationId(client, { timeoutMs: stage.scene.timeoutMs })) : undefined
    const options = { ...optionsOf(stage, conversation), staysForMs: stage.scene.staysForMs }
    const closed = await act({ what: 'close', conversations: [conversation], guest, options }, () => client.closeConversation(conversation.id, { ...options, guest: session }))
    return { ...closed, found }
  })
}

/** So long a trigger may take to be armed, before its payload is sent all the same. */
const ARMED_MS = 200
const WAITS_MS = 700

/** Lets a trigger prepare its close, and then whatever wants to come between. */
async function untilArmed(stage, closing, guest) {
  await Promise.race([closing.armed, pause(ARMED_MS)])
  guest.bend('armed', undefined, { conversation: guest.conversation })
}

function closeWhenAsked(stage, client) {
  return withSession(stage, client, async (session, guest) => {
    const first = guest.conversation
    const options = { ...optionsOf(stage, first), staysForMs: stage.scene.staysForMs, waitMs: WAITS_MS }
    const done = await act({ what: 'when', guest, options, waitsMs: WAITS_MS }, async () => {
      const closing = session.closeWhen(PAYLOAD, { ...options, client })
      closing.catch(() => {})
      if (stage.scene.arms) await untilArmed(stage, closing, guest)
      session.send(PAYLOAD, { timeoutMs: 500 }).catch(() => {})
      return closing
    })
    // The payload may have begun another one, or nothing; an error may be about what was there before.
    const named = stage.conversations.find(({ id }) => id === done.error?.conversationId)
    return { ...done, conversations: [named ?? guest.conversation ?? first] }
  })
}

/** What a killed run left: one or two conversations of one guest, known by their messages. */
async function reapLeftovers(stage) {
  const conversations = Array.from({ length: 1 + stage.random.below(2) }, () => stage.open())
  const ledger = leftLedger(stage.org, conversations)
  const { wrapUp, timeoutMs } = stage.scene
  const options = { timeoutMs, ...(wrapUp !== undefined && { wrapUp }) }
  const done = await act({ what: 'reap', conversations, options, waitsMs: timeoutMs + 1_100 }, () => reap({ ...stage.org.connection, retry: stage.org.retry, ledger, ...options }))
  const left = readLedger(ledger)
  fs.rmSync(ledger, { recursive: true, force: true })
  return [{ ...done, left }]
}

async function assertOne(stage, client) {
  const conversation = stage.open()
  const { name, check } = assertion(stage, client.conversation(conversation.id))
  stage.world.later(stage.random.below(120), () => { if (stage.random.below(2) === 0) conversation.endAll() })
  return [await act({ what: 'matcher', name, conversations: [conversation], options: { timeoutMs: stage.scene.timeoutMs } }, check)]
}

const KINDS = {
  close: async (stage, client) => [await closeOne(stage, client, stage.open())],
  twice: closeTwice,
  many: closeMany,
  guest: closeBesideGuest,
  when: closeWhenAsked,
  reap: reapLeftovers,
  matcher: assertOne,
}

/** Plays a scene; what was done, in order. */
const play = (stage, client) => KINDS[stage.scene.kind](stage, client)

module.exports = { play }
