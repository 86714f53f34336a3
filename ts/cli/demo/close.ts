import { witnessesOf } from '../../timeline'
import type { CloseReport, Step } from '../../types/public'
import type { DemoFlags } from './flags'
import { Stage } from './stage'
import { type Judged, type Scene, ofFailure, ofReport } from './verdict'

const PAYLOAD = '{"event":"booking.confirmed"}'
const TRIGGER = 'booking.confirmed'
const WRAP_UP = 'E2E Test Closure'
const TIMEOUT_MS = 10_000

/** The payload is sent, and the conversation ends because of it. */
async function closeOnPayload(stage: Stage, wrapUp: string): Promise<CloseReport> {
  const { client, guest, recorder } = stage
  const onStep = (step: Step) => {
    recorder.step(step)
    stage.look()
  }
  const closing = guest.closeWhen(TRIGGER, { client, wrapUp, timeoutMs: TIMEOUT_MS, onStep })
  closing.catch(() => {})
  const { at } = await guest.send(PAYLOAD)
  recorder.note({ at, label: 'the trigger', detail: `closeWhen(${JSON.stringify(TRIGGER)})` })
  return closing
}

async function judged(stage: Stage, wrapUp: string): Promise<Judged> {
  try {
    const report = await closeOnPayload(stage, wrapUp)
    return { report, verdict: ofReport(report) }
  } catch (error) {
    return ofFailure(error)
  }
}

/** A guest's payload closes its conversation, in the simulator. */
export async function playClose({ resource = 'messages', disconnect = 'ReadOnly', agent = 'answers', wrapUp = WRAP_UP }: DemoFlags): Promise<Scene> {
  const stage = await Stage.open({ resource, disconnect, agent })
  try {
    await stage.begin({ agent })
    const { report, verdict } = await judged(stage, wrapUp)
    await stage.look()
    stage.recorder.note({ label: `verdict: ${verdict.code}`, tone: verdict.tone })
    return {
      title: "A guest's payload closes the conversation",
      subtitle: `Simulator on loopback, conversation ${stage.conversationId}.`,
      facts: { resource, conversationDisconnect: disconnect, agent, wrapUp },
      verdict,
      witnesses: witnessesOf(report),
      entries: stage.recorder.entries({ report, requests: stage.simulator.requests() }),
    }
  } finally {
    await stage.strike()
  }
}
