import { binding } from '../../boundary/binding'
import { unwrap } from '../../boundary/call'
import { isGenesysError } from '../../boundary/errors'
import { witnessesOf } from '../../timeline'
import type { Verdict } from '../../timeline/model'
import type { ConnectionOptions, Conversation, Step, Witness } from '../../types/public'
import type { DemoFlags } from './flags'
import { Stage } from './stage'
import type { Scene } from './verdict'

/** A guest without a browser always has a socket to speak of. */
const UNASKED: Witness = { saw: 'nothing', detail: 'it was not asked' }

const PATIENCE_MS = 1_000
const HINT = 'closeConversation never asks like this: it reads the version, PUTs the state with a wrap-up code, and reads again.'

async function tokenOf({ loginUrl, clientId, clientSecret }: ConnectionOptions): Promise<string> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const answer = await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization: `Basic ${basic}` }, body })
  const { access_token: token } = await answer.json() as { access_token: string }
  return token
}

/** The request that looks as if it closed: recorded as what it is. */
async function askInVain({ simulator: { connection }, conversationId }: Stage): Promise<Step & { status: number }> {
  const token = await tokenOf(connection)
  const path = `/api/v2/conversations/messaging/${conversationId}`
  const at = Date.now()
  const answer = await fetch(`${connection.apiUrl}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'close' }),
  })
  await answer.arrayBuffer()
  return { at, name: "{ action: 'close' }", method: 'POST', path, status: answer.status, elapsedMs: Date.now() - at }
}

const isPresent = ({ state }: Conversation['participants'][number]) => state !== 'disconnected' && state !== 'terminated'

/** What the server shows of it, whatever the answer claimed; who is in it, the org's own record knows. */
async function readBack({ client, simulator, conversationId }: Stage): Promise<Witness> {
  const { state } = await client.getConversation(conversationId)
  const { participants } = await simulator.conversation(conversationId)
  const present = participants.filter(isPresent).map(({ purpose }) => purpose)
  const who = present.length === 0 ? '' : `, with ${present.join(' and ')} in it`
  return { saw: state, detail: `The next read shows: ${state}${who}.` }
}

/** The product's own rule judges the two witnesses; the answer to the request is none. */
function judge({ server, wire }: { server: Witness; wire: Witness }, status: number): Verdict {
  try {
    unwrap(binding.verdict({ server, wire }))
  } catch (error) {
    if (!isGenesysError(error)) throw error
    const { code, message } = error
    const told = wire.saw === 'closed' ? 'The guest was told.' : 'The guest was told nothing.'
    return { tone: 'fail', code, text: `${code}: { action: 'close' } answered ${status} and did nothing. ${message.trim()} ${told}`, hint: HINT }
  }
  throw new Error('The trap did close the conversation: the simulator is not what this demo expects.')
}

async function spring(stage: Stage) {
  const step = await askInVain(stage)
  const server = await readBack(stage)
  stage.recorder.note({ label: `the server's record: ${server.saw}`, detail: server.detail, tone: server.saw === 'closed' ? 'ok' : 'fail' })
  const { wire = UNASKED } = await stage.guest.testify({ timeoutMs: PATIENCE_MS, serverClosedAt: step.at })
  stage.recorder.note({ label: `the guest's socket: ${wire.saw}`, detail: wire.detail, tone: wire.saw === 'closed' ? 'ok' : 'fail' })
  return { report: { steps: [step], witnesses: { server, wire } }, status: step.status }
}

/** The 200 that does nothing, seen through by reading again and by asking the guest. */
export async function playTrap({ disconnect = 'ReadOnly', agent = 'answers' }: DemoFlags): Promise<Scene> {
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
