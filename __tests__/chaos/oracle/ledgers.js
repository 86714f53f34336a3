'use strict'

const { againstClosed } = require('./ends')

/** Nothing is called left behind or ended that is not; what is not known to have ended stays. */
function* ledgers(act) {
  const { what, report, left, conversations, error } = act
  if (what !== 'reap') return
  const kept = new Set(left.open.flatMap(({ conversationId, messageIds }) => [conversationId, ...messageIds]))
  for (const conversation of conversations) {
    const { id, messageId } = conversation
    const isKept = kept.has(id) || kept.has(messageId)
    const said = report?.conversations.find((each) => each.conversationId === id || each.messageIds.includes(messageId))
    if (error === undefined && said === undefined) yield 'a conversation of the ledger is not told of'
    const isSaidEnded = ['closed', 'already-closed'].includes(said?.outcome)
    const against = againstClosed(conversation, act)
    if (isSaidEnded && against !== undefined) yield `reap, false ${said.outcome}: ${against}`
    if (!isKept && against !== undefined) yield `off the ledger, and not known to have ended: ${against}`
  }
}

module.exports = { ledgers }
