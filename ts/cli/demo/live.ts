import { GenesysClient } from '../../client/client'
import { isGenesysError } from '../../boundary/errors'
import { witnessesOf } from '../../timeline'
import { ask } from '../ask'
import { interruptible } from '../interrupt'
import { orgOf } from '../org'
import { Declined, UsageError } from '../usage'
import { withoutCode } from '../words'
import { Recorder } from './recorder'
import { ofError, ofReport } from './verdict'

const HOUR_MS = 3_600_000
const CONFIRMATION = 'close'

const inWords = ({ participants }) => participants.map(({ purpose, state }) => `${purpose} ${state}`).join(', ')

/** Nothing is written to a real org before somebody said so. */
async function confirm(conversation, { yes, terminal }) {
  if (yes) return
  const question = `Conversation ${conversation.id} is ${conversation.state}: ${inWords(conversation)}.\nType "${CONFIRMATION}" to close it: `
  if (await ask(question, terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was closed.')
}

async function judged({ client, recorder, terminal }, { conversation: id, yes, wrapUp }) {
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
    if (error instanceof Declined) throw error
    if (isGenesysError(error, 'INVALID_INPUT')) throw new UsageError(withoutCode(error))
    return { report: error.report, verdict: ofError(error) }
  }
}

/** A conversation of a real org is closed, if it is younger than an hour; its guest is not asked. */
async function playLive(flags, { connection = {}, terminal = { input: process.stdin, output: process.stderr } } = {}) {
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

export { playLive }
