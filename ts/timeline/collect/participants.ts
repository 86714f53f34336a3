import type { Happening } from '../model'
import type { CloseReport, Conversation } from '../../types/public'

type Participant = Conversation['participants'][number]

/** One read of a conversation. */
export interface Read {
  at: number
  conversation: Conversation
}

const OVER = new Set(['disconnected', 'terminated'])

function stateEntry(at: number, { id, purpose, state, wrapUp }: Participant, before: Participant | undefined): Happening | undefined {
  const newCode = before?.wrapUp === undefined ? wrapUp : undefined
  if (state === before?.state && newCode === undefined) return undefined
  const code = newCode && `wrap-up ${newCode.name ?? newCode.id}`
  return { at, lane: 'agent', label: `${purpose} ${state}`, detail: [`participant ${id}`, code].filter(Boolean).join(' · '), tone: 'info' }
}

/**
 * What changed from one read of a conversation to the next.
 * The customer is left out, whose lane is the guest's; so is who had left before the first read.
 */
export function fromConversations(reads: Read[]): Happening[] {
  const known = new Map<string, Participant>()
  return reads.flatMap(({ at, conversation }) => conversation.participants.flatMap((participant) => {
    const before = known.get(participant.id)
    known.set(participant.id, participant)
    const isNews = participant.purpose !== 'customer' && (before !== undefined || !OVER.has(participant.state))
    return (isNews && stateEntry(at, participant, before)) || []
  }))
}

const AFTER = { none: 'no after-call work', pending: 'after-call work pending', complete: 'after-call work complete', unknown: 'after-call work unknown' }

/** When the last read of a close ended. */
function lastRead({ steps = [] }: Partial<CloseReport>): number | undefined {
  const read = steps.findLast(({ method }) => method === 'GET')
  return read && read.at + (read.elapsedMs ?? 0)
}

/** What a close found out of its agents, at its last read: whether each is free for the next one. */
export function fromAgents({ agents = [], ...report }: Partial<CloseReport>): Happening[] {
  const at = lastRead(report)
  if (at === undefined) return []
  return agents.map(({ participantId, afterCallWork, free }) => ({
    at,
    lane: 'agent',
    label: free ? 'agent free' : 'agent not free',
    detail: `participant ${participantId} · ${AFTER[afterCallWork]}`,
    tone: free ? 'ok' : 'warn',
  }))
}
