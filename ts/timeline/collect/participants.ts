const OVER = new Set(['disconnected', 'terminated'])

function stateEntry(at, { id, purpose, state, wrapUp }, before) {
  const isNewCode = wrapUp !== undefined && before?.wrapUp === undefined
  if (state === before?.state && !isNewCode) return undefined
  const code = isNewCode ? `wrap-up ${wrapUp.name ?? wrapUp.id}` : undefined
  return { at, lane: 'agent', label: `${purpose} ${state}`, detail: [`participant ${id}`, code].filter(Boolean).join(' · '), tone: 'info' }
}

/**
 * What changed from one read of a conversation to the next, each `{ at, conversation }`.
 * The customer is left out, whose lane is the guest's; so is who had left before the first read.
 */
function fromConversations(reads) {
  const known = new Map()
  return reads.flatMap(({ at, conversation }) => conversation.participants.flatMap((participant) => {
    const before = known.get(participant.id)
    known.set(participant.id, participant)
    const isNews = participant.purpose !== 'customer' && (before !== undefined || !OVER.has(participant.state))
    return (isNews && stateEntry(at, participant, before)) || []
  }))
}

const AFTER = { none: 'no after-call work', pending: 'after-call work pending', complete: 'after-call work complete', unknown: 'after-call work unknown' }

/** When the last read of a close ended. */
function lastRead({ steps = [] }) {
  const read = steps.findLast(({ method }) => method === 'GET')
  return read && read.at + (read.elapsedMs ?? 0)
}

/** What a close found out of its agents, at its last read: whether each is free for the next one. */
function fromAgents({ agents = [], ...report }) {
  const at = lastRead(report)
  if (at === undefined) return []
  return agents.map(({ participantId, afterCallWork, free }) => ({
    at,
    lane: 'agent',
    label: free ? 'agent free' : 'agent not free',
    detail: `participant ${participantId} · ${AFTER[afterCallWork] ?? afterCallWork}`,
    tone: free ? 'ok' : 'warn',
  }))
}

export { fromAgents, fromConversations }
