import type { NativeReport } from '../boundary/addon'
import type { CloseReport, Witness } from '../types/public'

const OUTCOMES = {
  closed: 'The conversation was closed',
  'already-closed': 'The conversation had ended before',
  'agents-ended': 'Every agent has left, and the conversation is still open',
}
const ROUTES = {
  agent: 'by disconnecting its agent',
  conversation: 'by disconnecting the conversation',
  teardown: 'by tearing the conversation down',
  none: 'without a write',
}
const PENDING = {
  'not-seen-yet': 'was sent and is not seen yet',
  'ended-by-others': 'is still due for an agent who was ended by others, or who left',
  refused: 'was refused',
}
const NOT_NEEDED = {
  'no-agent': 'no agent had answered',
  'not-required': 'it is not required',
  'already-wrapped-up': 'it had been wrapped up',
}

function wrapUpSentence(wrapUp: CloseReport['wrapUp']): string {
  switch (wrapUp.status) {
    case 'applied': return wrapUp.name === undefined ? 'The wrap-up code was applied.' : `The wrap-up code "${wrapUp.name}" was applied.`
    case 'pending': return `The wrap-up code ${PENDING[wrapUp.reason]}.`
    case 'system': return "The platform's own wrap-up code was set."
    default: return `No wrap-up was needed: ${NOT_NEEDED[wrapUp.reason]}.`
  }
}

function guestSentence(name: string, witness: Witness | undefined): string | undefined {
  if (witness === undefined) return undefined
  const mode = witness.mode === undefined ? '' : ` (${witness.mode})`
  const saw = { closed: `saw the close${mode}`, open: 'still saw it open', nothing: 'saw nothing' }[witness.saw]
  return `${name} ${saw}.`
}

function agentsSentence(agents: CloseReport['agents']): string | undefined {
  if (agents.length === 0) return undefined
  const busy = agents.filter(({ free }) => !free).length
  if (busy === 0) return agents.length === 1 ? 'The agent is free.' : `All ${agents.length} agents are free.`
  return `${busy} of ${agents.length} agents ${busy === 1 ? 'is' : 'are'} not free yet.`
}

/** One paragraph without times and ids, fit for a snapshot. */
function summaryOf({ outcome, resource, strategy, wrapUp, witnesses, agents }: NativeReport): string {
  const sentences = [
    `${OUTCOMES[outcome]} on ${resource}, ${ROUTES[strategy]}.`,
    wrapUpSentence(wrapUp),
    guestSentence('The server', witnesses.server),
    guestSentence("The guest's socket", witnesses.wire),
    guestSentence("The guest's page", witnesses.page),
    agentsSentence(agents),
  ]
  return sentences.filter(Boolean).join(' ')
}

/** Whether this close itself wrote; what had ended before was not its work. */
export const effectOf = ({ strategy }: Pick<CloseReport, 'strategy'>): 'none' | 'done' => (strategy === 'none' ? 'none' : 'done')

/** A native report with its method; not enumerable, so that JSON and snapshots do not see it. */
export function asReport(report: NativeReport): CloseReport {
  return Object.defineProperty(report, 'summary', { value: () => summaryOf(report) }) as CloseReport
}
