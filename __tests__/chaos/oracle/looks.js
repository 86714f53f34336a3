'use strict'

const { isAgent, isUp } = require('../org/participant')

const LOOKS = ['view', 'record']

/** Answers that were looks at this conversation as it was then: whole, first-hand, of the one that was asked for. */
function looksOf({ log }, from, to) {
  const counts = ({ kind, status, isCut, isCopy, isOfAnother, answeredAt }) =>
    LOOKS.includes(kind) && status === 200 && !isCut && !isCopy && !isOfAnother && answeredAt >= from && answeredAt <= to
  return log.filter(counts).sort((a, b) => a.answeredAt - b.answeredAt)
}

const isSeenUp = ({ state }) => isUp({ state: String(state).toLowerCase() })
const isTime = (text) => typeof text === 'string' && !Number.isNaN(Date.parse(text))

function takeView(known, { participants }) {
  known.listed = new Map(participants.map((party) => [party.id, party]))
  for (const party of participants) {
    if (isSeenUp(party)) known.up.set(party.id, party)
    else known.up.delete(party.id)
  }
}

/** A record tells who has ended, and who is up of those that the last list does not have. */
function takeRecord(known, { endTime, participants }) {
  if (isTime(endTime)) return known.up.clear()
  for (const party of participants) {
    if (isTime(party.endTime)) known.up.delete(party.id)
    else if (!known.listed.has(party.id) && party.messages.some(isSeenUp)) known.up.set(party.id, party)
  }
}

/** Who was up as far as all these looks together tell: whoever was seen up must be seen ended. */
function seenUp(looks) {
  const known = { up: new Map(), listed: new Map() }
  for (const { kind, shownBody } of looks) (kind === 'view' ? takeView : takeRecord)(known, shownBody)
  return [...known.up.values()]
}

const seenAgentsUp = (looks) => seenUp(looks).filter(isAgent)

module.exports = { looksOf, seenAgentsUp, seenUp }
