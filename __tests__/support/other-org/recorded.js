'use strict'

// One run of a test suite against that org, recorded.

const { setTimeout: sleep } = require('node:timers/promises')
const { GenesysClient, GuestSession } = require('../../..')
const { RecordedRun } = require('../../../build/recording/run')
const { answered } = require('./records')
const { OtherOrg } = require('.')

const CANARY = 'canary-text of a guest'

/** What a suite does: a chat that is closed, and one that its guest ends. */
async function suite(org) {
  const client = new GenesysClient({ ...org.connection, retry: { maxAttempts: 2 } })
  const guest = await GuestSession.connect({ client, attributes: { canaryKey: 'canary value' } })
  const { messageId } = await guest.send(CANARY)
  const id = await client.findConversation({ messageId })
  const talk = org.talks.get(id)
  await client.getConversation(id)
  answered(talk)
  org.guests.types(talk)
  org.guests.says(talk, 'canary-text of an agent')
  await client.listWrapUpCodes({ conversationId: id })
  await client.listWrapUpCodes({ queueId: org.queue.id })
  await client.listWrapUpCodes()
  const closed = await client.closeConversation(id, { guest, wrapUp: 'Resolved', timeoutMs: 4_000 }).catch((error) => error)
  await client.getConversation(id).catch(() => {})
  await guest.history().catch(() => {})
  await leave(org, client)
  await org.plant.afterwards?.(org)
  await guest.dispose()
  await client.dispose()
  return closed
}

async function leave(org, client) {
  const other = await GuestSession.connect({ client })
  await other.send('canary-text of another guest')
  await other.clear({ timeoutMs: 2_000 }).catch(() => {})
  await other.dispose()
}

/** Writes a recording of an org with this in it. */
async function record(file, options = {}, { texts = false } = {}) {
  const org = await new OtherOrg(options).start()
  const run = new RecordedRun({ texts })
  try {
    run.begin()
    const closed = await suite(org)
    run.end()
    return { closed, merged: run.write(file), org }
  } finally {
    run.end()
    run.remove()
    await org.stop()
  }
}

module.exports = { record, sleep }
