import { isGenesysError } from '../../boundary/errors'
import { EFFECTS, sentencesOf } from '../words'

/** How the guest was told, in words. */
function told({ witnesses: { wire } }) {
  if (wire === undefined) return 'the guest was not asked'
  return wire.mode === undefined ? 'the guest was told' : `the guest was told (${wire.mode})`
}

const HEADS = { closed: 'Closed', 'already-closed': 'It had been closed before', 'agents-ended': 'Still open, its agents ended' }

/** A report is a verdict for. */
function ofReport(report) {
  return { tone: 'ok', code: 'closed', text: `${HEADS[report.outcome]}, and ${told(report)}.`, hint: report.summary() }
}

/** An error of the product is a verdict against; anything else is a fault of the demo, and thrown on. */
function ofError(error) {
  if (!isGenesysError(error)) throw error
  const { code, hint, effect } = error
  const left = isGenesysError(error, 'ABORTED') ? ` ${EFFECTS[effect]}` : ''
  return { tone: 'fail', code, text: `${code}: ${sentencesOf(error)}${left}`, hint }
}

const isClosed = ({ code }) => code === 'closed'

export { isClosed, ofError, ofReport }
