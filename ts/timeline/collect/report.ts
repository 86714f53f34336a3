import { fromSteps } from './requests'

const NAMES = { server: "The server's record", wire: "The guest's socket", page: "The guest's page" }
const TONES = { closed: 'ok', open: 'fail', nothing: 'warn' }

/** When the read that showed it ended. */
function seenClosed({ steps = [], witnesses }) {
  const read = steps.findLast(({ method }) => method === 'GET')
  if (read === undefined || witnesses?.server?.saw !== 'closed') return []
  return [{ at: read.at + (read.elapsedMs ?? 0), lane: 'close', label: 'seen closed on the server', tone: 'ok' }]
}

/** Steps of a close, whole or as far as an error's `report` has them, and what they led to. */
function fromReport(report = {}) {
  return [...fromSteps(report.steps ?? []), ...seenClosed(report)]
}

/** What each witness said, in the order of the verdict's table. */
function witnessesOf({ witnesses = {} } = {}) {
  const asked = Object.keys(NAMES).filter((name) => witnesses[name] !== undefined)
  return asked.map((name) => ({ ...witnesses[name], name: NAMES[name], tone: TONES[witnesses[name].saw] }))
}

export { fromReport, witnessesOf }
