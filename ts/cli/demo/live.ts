import { GenesysClient } from '../../client/client'
import { isGenesysError } from '../../boundary/errors'
import { witnessesOf } from '../../timeline'
import type { Conversation, ConnectionOptions } from '../../types/public'
import { type Terminal, ask } from '../ask'
import { interruptible } from '../interrupt'
import { orgOf } from '../org'
import { Declined, UsageError } from '../usage'
import { Recorder } from './recorder'
import type { DemoFlags } from './flags'
import { type Judged, type Scene, ofFailure, ofReport } from './verdict'

const HOUR_MS = 3_600_000
const CONFIRMATION = 'close'

const inWords = ({ participants }: Conversation) => participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ')

/** Nothing is written to a real org before somebody said so. */
async function confirm(conversation: Conversation, { yes, terminal }: { yes: true | undefined; terminal: Terminal }): Promise<void> {
  if (yes) return
  const question = `Conversation ${conversation.id} is ${conversation.state}: ${inWords(conversation)}.\nType "${CONFIRMATION}" to close it: `
  if (await ask(question, terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was closed.')
}

async function judged({ client, recorder, terminal }: Means, { conversation: id = '', yes, wrapUp }: DemoFlags): Promise<Judged> {
  const signal = interruptible()
  try {
    const seen = await client.getConversation(id, { signal })
    recorder.saw(seen)
    await confirm(seen, { yes, terminal: { ...terminal, signal } })
    const guard = { startedWithinMs: HOUR_MS }
    const report = await client.closeConversation(id, { guard, signal, ...(wrapUp && { wrapUp }), onStep: (step) => recorder.step(step) })
    recorder.saw(await client.getConversation(id))
    return { report, verdict: ofReport(report) }
  } catch (error) {
    if (error instanceof Declined || isGenesysError(error, 'INVALID_INPUT')) throw error
    return ofFailure(error)
  }
}

interface Means { client: GenesysClient; recorder: Recorder; terminal: Terminal }
interface Where { connection?: ConnectionOptions; terminal?: Terminal }

/** A conversation of a real org is closed, if it is younger than an hour; its guest is not asked. */
export async function playLive(flags: DemoFlags, { connection = {}, terminal = { input: process.stdin, output: process.stderr } }: Where = {}): Promise<Scene> {
  orgOf(connection, '--live')
  if (!flags.yes && !terminal.input.isTTY) throw new UsageError('--live asks before it closes, and there is no terminal to answer on: add --yes.')
  const client = new GenesysClient({ ...connection, ...(flags.resource && { resource: flags.resource }) })
  const recorder = new Recorder()
  try {
    const { report, verdict } = await judged({ client, recorder, terminal }, flags)
    recorder.note({ label: `verdict: ${verdict.code}`, tone: verdict.tone })
    return {
      title: 'A conversation of a real org is closed',
      subtitle: `Conversation ${flags.conversation}.`,
      facts: { resource: report?.resource ?? flags.resource ?? 'auto', guard: 'started within the last hour' },
      verdict,
      witnesses: witnessesOf(report),
      entries: recorder.entries({ report }),
    }
  } finally {
    await client.dispose()
  }
}
