'use strict'

const SIGNS = { atMost: '≤', below: '<', atLeast: '≥' }

function number(value) {
  const size = Math.abs(value)
  if (size >= 1_000) return Math.round(value).toLocaleString('en')
  if (Number.isInteger(value)) return String(value)
  if (size >= 100) return value.toFixed(0)
  if (size >= 10) return value.toFixed(1)
  return value.toFixed(2)
}

const withUnit = (value, unit) => {
  if (unit === '') return number(value)
  return unit === '×' || unit === '/s' ? `${number(value)}${unit}` : `${number(value)} ${unit}`
}

/** The value that counts, and the middle half where there are rounds enough for one. */
function valueText({ value, unit, of, product }) {
  const spread = product.n >= 3 && of === 'median' ? ` (${number(product.q1)}–${number(product.q3)})` : ''
  return `${withUnit(value, unit)}${spread}`
}

const peersText = ({ peers, unit, of }) => Object.entries(peers).map(([name, summary]) => `${name} ${withUnit(summary[of], unit)}`).join(', ')

const boundText = ({ must, unit }) => (must === undefined ? '' : `${SIGNS[must.kind]} ${withUnit(must.limit, unit)}`)

const verdictText = ({ must, reached }) => (must === undefined ? '' : reached ? 'reached' : 'NOT REACHED')

module.exports = { boundText, number, peersText, valueText, verdictText, withUnit }
