'use strict'

const { ends } = require('./ends')
const { errors } = require('./errors')
const { guests } = require('./guests')
const { ledgers } = require('./ledgers')
const { plain } = require('./plain')
const { connects, deadline, frugal } = require('./times')
const { afterwards, aimed, bounded, guarded, strangers } = require('./writes')
const { wrapUps } = require('./wrap-ups')

const RULES = [ends, bounded, aimed, guarded, strangers, errors, deadline, frugal, connects, guests, wrapUps, ledgers, plain]

/** Everything that is wrong with what was done and said, by the truth of the org. */
function judge(acts, run) {
  const all = acts.flatMap((act) => [act.found, act]).filter(Boolean).map((act) => ({ ...act, lateMs: run.lateMs }))
  return all.flatMap((act) => RULES.flatMap((rule) => [...rule(act, run)])).filter(Boolean)
}

/** What is wrong with what came after it. */
const judgeLater = (acts, run) => acts.flatMap((act) => [...afterwards(act, run), ...strangers(act, run)])

module.exports = { judge, judgeLater }
