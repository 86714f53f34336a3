import { table } from '../table'
import type { ChildRun } from '../child'
import { MODES } from './modes'
import type { Baseline, JudgedMode } from './verdict'

const MOST_NAMES = 10

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** The first names of many, one on a line. */
function list(names: string[]): string {
  const more = names.length > MOST_NAMES ? [`and ${names.length - MOST_NAMES} more`] : []
  return [...names.slice(0, MOST_NAMES), ...more].map((name) => `    ${name}\n`).join('')
}

function howItEnded({ status, killedBy, timedOut }: ChildRun): string {
  if (timedOut) return 'it did not end in time'
  return killedBy === undefined ? `status ${status}` : `ended by ${killedBy}`
}

export function withoutSabotage({ run, results, unusable }: Baseline): string {
  if (unusable === 'empty') return 'Without sabotage no test ran, so none can be judged.\n'
  const failed = [...results ?? []].filter(([, status]) => status === 'failed').map(([name]) => name)
  return `Without sabotage the suite is red already (${howItEnded(run)}), so it can show nothing. Make it green first;
--verbose shows its output.\n${list(failed)}`
}

function head({ run, results }: Baseline): string {
  const what = results === undefined ? 'The suite' : plural(results.size, 'test')
  const how = results === undefined ? '\nIts tests are not told apart: only the exit status of the command counts.' : ''
  return `Can your tests fail? ${what}, green without sabotage (${seconds(run.ms)}).${how}\n\n`
}

const count = (names: string[] | undefined) => (names === undefined ? '-' : names.length)

function overview(modes: JudgedMode[]): string {
  const rows = modes.map(({ mode, verdict, failed, green, notRun }) => {
    return [mode, verdict === 'missed' ? 'MISSED' : verdict, count(failed), count(green), count(notRun), MODES[mode].lie]
  })
  return table([['mode', 'verdict', 'failed', 'green', 'not run', 'the lie'], ...rows])
}

function caught({ mode, failed, status, timedOut }: JudgedMode): string {
  if (timedOut) return `${mode} is caught: the suite did not end in time.\n`
  if (failed === undefined || failed.length === 0) return `${mode} is caught: the command ended with status ${status ?? 'none'}.\n`
  return `${mode} is caught by\n${list(failed)}`
}

/** Who might have noticed: where tests are told apart, there may be none that was run to its end. */
function silent(green: JudgedMode['green']): string {
  if (green === undefined) return ''
  return green.length === 0 ? ' No test was run to its end under it.' : ` Green all the same:\n${list(green).trimEnd()}`
}

function missed({ mode, green }: JudgedMode): string {
  return `${mode} is MISSED: the simulator lied, and nobody noticed. What shows it: ${MODES[mode].look}.${silent(green)}\n`
}

function notMet({ mode, started }: JudgedMode): string {
  if (!started) return `${mode} is not met: no simulator was started, so there was nobody to lie.\n`
  return `${mode} is not met: nothing that the suite did led to this lie. A test of it looks at ${MODES[mode].look}.\n`
}

const unclear = ({ mode, failed }: JudgedMode) => `${mode} is unclear: the suite failed, though nothing was lied about. Is it flaky?\n${list(failed ?? [])}`

const TOLD = { caught, missed, 'not met': notMet, unclear }

const NO_SIMULATOR = `
No run has started a simulator. A suite that attaches to one is lied to when that one is started with
PLAYWRIGHT_GENESYS_SABOTAGE; a real org cannot be sabotaged.
`

const EXPECTED = `
A test that does not look at what a mode lies about stays green, and should. A mode is caught when the
suite as a whole turns red; docs/sabotage.md says what to look at.
`

/** What it all came to, for people. */
export function story(baseline: Baseline, modes: JudgedMode[]): string {
  const isCaught = ({ verdict }: JudgedMode) => verdict === 'caught'
  const details = modes.map((mode) => TOLD[mode.verdict](mode)).join('')
  const nobody = modes.some(({ started }) => started) ? '' : NO_SIMULATOR
  const score = `\n${modes.filter(isCaught).length} of ${plural(modes.length, 'mode')} caught.\n`
  return `${head(baseline)}${overview(modes)}\n${details}${nobody}${EXPECTED}${score}`
}
