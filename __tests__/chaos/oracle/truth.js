'use strict'

const { isAgent, isUp } = require('../org/participant')

const isEnded = ({ participants }) => !participants.some(isUp)
const agentsEnded = ({ participants }) => !participants.some((party) => isAgent(party) && isUp(party))

/** The states that a conversation had at any moment between two times. */
function statesBetween({ past }, from, to) {
  return past.filter(({ at }, index) => at <= to && (past[index + 1]?.at ?? Infinity) >= from)
}

/** Whether it was so at any moment between two times. */
const wasEver = (conversation, from, to, so) => statesBetween(conversation, from, to).some(so)

const writesOf = ({ log }) => log.filter(({ isWrite }) => isWrite)

module.exports = { agentsEnded, isEnded, statesBetween, wasEver, writesOf }
