'use strict'

/** Slope of the least-squares line, in units a minute. */
function slope(points) {
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)]
  const over = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return over === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / over
}

/** What may grow, how fast at most in a minute, and what it is called. */
const CRITERIA = {
  rss: { limit: 1, unit: 'MiB/min', what: 'resident memory' },
  heap: { limit: 0.5, unit: 'MiB/min', what: 'JavaScript heap' },
  simulatorRss: { limit: 1, unit: 'MiB/min', what: 'resident memory, simulator' },
  handles: { limit: 0.5, unit: '/min', what: 'open files and sockets' },
  threads: { limit: 0.5, unit: '/min', what: 'threads' },
  resources: { limit: 0.5, unit: '/min', what: "Node's active resources" },
}

/** The second half of the samples: the first is warming up. */
const secondHalf = (samples) => samples.slice(Math.floor(samples.length / 2))

/** Each measure over the second half; flat is a slope within its limit, either way down. */
function verdicts(samples) {
  const half = secondHalf(samples)
  return Object.entries(CRITERIA).flatMap(([name, { limit, unit, what }]) => {
    const points = half.filter((sample) => sample[name] !== undefined).map((sample) => [sample.at / 60_000, sample[name]])
    if (points.length < 3) return []
    const values = points.map(([, value]) => value)
    const growth = slope(points)
    return [{ name, what, unit, limit, from: Math.min(...values), to: Math.max(...values), slope: growth, isFlat: growth <= limit }]
  })
}

module.exports = { CRITERIA, secondHalf, slope, verdicts }
