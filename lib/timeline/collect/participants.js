'use strict'

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

module.exports = { fromConversations }
