import path from 'node:path'
import { type Plan, VARIABLE, writePlan } from '../../explore/plan'
import { ORDINARY } from '../../explore/schedule'
import { type ChildRun, runChild } from '../child'
import { withFolder } from '../folder'
import type { Recognised } from '../runner'
import { countIn, resultsIn } from './results'
import type { Ran, Round, Runner, Watch } from './runner'

const LOOKS_MS = 200
/** A worker process for each repeat, as Playwright has it: beside so many the start of the whole costs little. */
const AT_ONCE = 24
/** Beside this file, as it is published. */
const REPORTER = path.join(__dirname, 'explore-reporter.js')

/** How often each test is run. Where one is explored, its first failure ends the round. */
interface Repeating { repeats: number; endsOnFailure: boolean }

const mostOf = (round: Round): number => Math.max(...[...round.values()].map(({ length }) => length))

/** The first that went wrong, where no test was run. */
function problemOf({ problem, status, timedOut }: ChildRun, { outcomes, problems }: ReturnType<typeof resultsIn>): string | undefined {
  if (problem !== undefined) return `The command could not be started: ${problem.message}. Give it as words after --, not as one text in quotes.`
  if (problems.length > 0) return problems[0]
  if (outcomes.length > 0) return undefined
  return timedOut ? 'No test ended in time.' : `No test was run; the command ended with status ${String(status ?? 'none')}. --verbose shows its output.`
}

/** Runs Playwright once for a round: each repeat of a test has a schedule of its own. */
export class PlaywrightRunner implements Runner {
  readonly atOnce = AT_ONCE
  readonly #words: string[]
  readonly #through: Recognised['through']
  readonly #verbose: boolean

  constructor(words: string[], { through, verbose }: { through: Recognised['through']; verbose: boolean }) {
    this.#words = words
    this.#through = through
    this.#verbose = verbose
  }

  ordinary(watch: Watch): Promise<Ran> {
    return this.#run({ tests: {}, others: [ORDINARY], timelines: true }, { repeats: 1, endsOnFailure: false }, watch)
  }

  run(round: Round, watch: Watch): Promise<Ran> {
    return this.#run({ tests: Object.fromEntries(round), others: [], timelines: false }, { repeats: mostOf(round), endsOnFailure: false }, watch)
  }

  search(round: Round, watch: Watch): Promise<Ran> {
    const endsOnFailure = round.size === 1
    return this.#run({ tests: Object.fromEntries(round), others: [], timelines: false }, { repeats: mostOf(round), endsOnFailure }, watch)
  }

  #run(plan: Plan, how: Repeating, { deadline, signal, onRun }: Watch): Promise<Ran> {
    return withFolder('explore', async (folder) => {
      writePlan(folder, plan)
      const looking = setInterval(() => onRun(countIn(folder)), LOOKS_MS)
      const timeoutMs = Math.max(1, deadline - performance.now())
      const run = await runChild(this.#wordsFor(how, folder), { env: { ...process.env, [VARIABLE]: folder }, timeoutMs, signal, verbose: this.#verbose })
      clearInterval(looking)
      const left = resultsIn(folder)
      onRun(left.outcomes.length)
      // That it ended early is told as an error of no test.
      const isEarly = how.endsOnFailure && left.outcomes.some(({ failed }) => failed)
      return { outcomes: left.outcomes, problem: isEarly ? undefined : problemOf(run, left) }
    })
  }

  /** What the user's configuration says of retries, of an early end and of its own reports is not meant for these runs. */
  #wordsFor({ repeats, endsOnFailure }: Repeating, folder: string): string[] {
    const separator = this.#through === 'npm' && !this.#words.includes('--') ? ['--'] : []
    const flags = [`--repeat-each=${repeats}`, '--retries=0', `--max-failures=${endsOnFailure ? 1 : 0}`, '--global-timeout=0', `--reporter=${REPORTER}`, `--output=${path.join(folder, 'output')}`]
    return [...this.#words, ...separator, ...flags]
  }
}
