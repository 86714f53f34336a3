'use strict'

const { binding } = require('../../lib/binding')
const { unwrap } = require('../../lib/call')
const { witnessesOf } = require('../../lib/timeline')
const { Stage } = require('./stage')
const { ofError } = require('./verdict')

const PATIENCE_MS = 1_000
const HINT = 'closeConversation never asks like this: it reads the version, PUTs the state with a wrap-up code, and reads again.'

async function tokenOf({ loginUrl, clientId, clientSecret }) {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const answer = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body })
  return (await answer.json()).access_token
}

/** The request that looks as if it closed: recorded as what it is. */
async function askInVain({ simulator: { connection }, conversationId }) {
  const token = await tokenOf(connection)
  const path = `/api/v2/conversations/messaging/${conversationId}`
  const at = Date.now()
  const answer = await fetch(connection.apiUrl + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'close' }),
  })
  await answer.arrayBuffer()
  return { at, name: "{ action: 'close' }", method: 'POST', path, status: answer.status, elapsedMs: Date.now() - at }
}

/** What the server shows of it, whatever the answer claimed. */
async function readBack({ client, conversationId }) {
  const { state, participants } = await client.getConversation(conversationId)
  const present = participants.filter(({ state }) => state !== 'disconnected' && state !== 'terminated').map(({ purpose }) => purpose)
  return { saw: state, detail: present.length === 0 ? `The next read shows: ${state}.` : `The next read shows: ${state}, with ${present.join(' and ')} in it.` }
}

function judge(witnesses, status) {
  try {
    unwrap(binding.verdict(witnesses))
  } catch (error) {
    const { text, ...verdict } = ofError(error)
    return { ...verdict, text: `${text} The POST with { action: 'close' } had answered ${status}, and the guest was told nothing.`, hint: HINT }
  }
  throw new Error('The trap did close the conversation: the simulator is not what this demo expects.')
}

async function spring(stage) {
  const step = await askInVain(stage)
  const server = await readBack(stage)
  stage.recorder.note({ label: `the server's record: ${server.saw}`, detail: server.detail, tone: server.saw === 'closed' ? 'ok' : 'fail' })
  const { wire } = await stage.guest.testify({ timeoutMs: PATIENCE_MS, serverClosedAt: step.at })
  stage.recorder.note({ label: `the guest's socket: ${wire.saw}`, detail: wire.detail, tone: wire.saw === 'closed' ? 'ok' : 'fail' })
  return { report: { steps: [step], witnesses: { server, wire } }, status: step.status }
}

/** The 200 that does nothing, seen through by reading again and by asking the guest. */
async function playTrap({ disconnect = 'ReadOnly', agent = 'answers' }) {
  const stage = await Stage.open({ resource: 'messaging', disconnect, agent })
  try {
    await stage.begin({ agent })
    const { report, status } = await spring(stage)
    const verdict = judge(report.witnesses, status)
    await stage.look()
    stage.recorder.note({ label: `verdict: ${verdict.code}`, tone: verdict.tone })
    return {
      title: 'The 200 that does nothing',
      subtitle: `Simulator on loopback, conversation ${stage.conversationId}.`,
      facts: { resource: 'messaging', conversationDisconnect: disconnect, agent },
      verdict,
      witnesses: witnessesOf(report),
      entries: stage.recorder.entries({ report, requests: stage.simulator.requests() }),
    }
  } finally {
    await stage.strike()
  }
}

module.exports = { playTrap }
