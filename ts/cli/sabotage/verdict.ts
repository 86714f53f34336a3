/** The tests that passed without sabotage, by what became of them. */
function compared(baseline, results) {
  if (baseline === undefined || results === undefined) return {}
  const names = [...baseline].filter(([, status]) => status === 'passed').map(([name]) => name)
  const now = (status) => names.filter((name) => results.get(name) === status)
  return { failed: now('failed'), green: now('passed'), notRun: names.filter((name) => !results.has(name)) }
}

const isGreen = ({ status, timedOut }) => status === 0 && !timedOut

/** Whether the suite can say anything without sabotage; the reason why not. */
function unusable({ run, results }) {
  if (!isGreen(run)) return 'red'
  return results !== undefined && results.size === 0 ? 'empty' : undefined
}

/**
 * Caught, missed, or not even met: the run's own status says red or green, the simulator's mark
 * whether there was a lie at all. Red without a lie says nothing about the lie.
 */
function verdictOf({ run, lied }) {
  if (isGreen(run)) return lied ? 'missed' : 'not met'
  return lied ? 'caught' : 'unclear'
}

/** What one mode came to. */
function judged({ mode, run, results, started, lied }, baseline) {
  const { status, timedOut, ms } = run
  return { mode, verdict: verdictOf({ run, lied }), started, lied, status, timedOut, ms, ...compared(baseline.results, results) }
}

export { judged, unusable }
