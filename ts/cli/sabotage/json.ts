import type { TestOutcome } from './results'
import type { RunnerName } from '../runner'
import type { Baseline, JudgedMode, Judgement } from './verdict'

const MOST_NAMES = 1_000

/** A list that cannot grow without bounds, and how long it was. */
const bounded = (names: string[] | undefined) => names && { count: names.length, names: names.slice(0, MOST_NAMES) }

function baselineOf({ run: { status, timedOut, ms }, results, unusable }: Baseline) {
  const named = (wanted: TestOutcome) => results && bounded([...results].filter(([, outcome]) => outcome === wanted).map(([name]) => name))
  return { green: unusable === undefined, status, timedOut, ms, passed: named('passed'), failed: named('failed') }
}

const modeOf = ({ failed, green, notRun, ...mode }: JudgedMode) => {
  return { ...mode, failed: bounded(failed), green: bounded(green), notRun: bounded(notRun) }
}

/** The same for programs; the command itself is not in it, as its words may be anybody's. */
export function report({ runner, baseline, modes }: Judgement & { runner: RunnerName | undefined }): string {
  const caught = modes.filter(({ verdict }) => verdict === 'caught').length
  return `${JSON.stringify({ runner, baseline: baselineOf(baseline), caught, modes: modes.map(modeOf) }, null, 2)}\n`
}
