'use strict'

/** Looks that a close may take however long it lasts, and one more in so many milliseconds. */
const LOOKS = { atOnce: 9, everyMs: 100 }
/** Ids of messages that one search asks for, and as many of the early one beside it. */
const MESSAGES_ASKED = 14
/** One connect a second is far above the documented pace. */
const CONNECTS = { atOnce: 4, everyMs: 900 }

/** The deadline is kept, and what is said of the time is so. */
function* deadline({ what, options, startedAt, settledAt, waitsMs = 0, report, conversations }, { slackMs }) {
  const took = settledAt - startedAt
  const most = options === undefined ? Infinity : options.timeoutMs * (what === 'many' ? conversations.length : 1) + waitsMs
  if (took > most + 300 + slackMs) yield `${Math.round(took)} ms for a deadline of ${most} ms`
  const told = what === 'close' ? report?.elapsedMs : undefined
  if (told !== undefined && Math.abs(told - took) > 100 + slackMs) yield `elapsedMs ${told}, and it took ${Math.round(took)} ms`
}

/** What others send makes nobody ask more often. */
function* frugal({ conversations, startedAt, settledAt, what }) {
  const most = LOOKS.atOnce + (settledAt - startedAt) / LOOKS.everyMs
  for (const { log } of conversations) {
    const looks = log.filter(({ at, kind }) => kind === 'view' && at >= startedAt && at <= settledAt)
    if (looks.length > most && what !== 'matcher') yield `${looks.length} looks in ${Math.round(settledAt - startedAt)} ms`
    const asked = new Set(log.filter(({ kind }) => kind === 'details').map(({ path }) => path))
    if (asked.size > MESSAGES_ASKED) yield `${asked.size} messages were looked up`
  }
}

function* connects({ guest, settledAt }) {
  if (guest === undefined || guest.connects.length === 0) return
  const most = CONNECTS.atOnce + (settledAt - guest.connects[0]) / CONNECTS.everyMs
  if (guest.connects.length > most) yield `${guest.connects.length} connects of one guest in ${Math.round(settledAt - guest.connects[0])} ms`
}

module.exports = { connects, deadline, frugal }
