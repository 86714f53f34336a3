import fs from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { masked } from '../../boundary/secrets'
import { type Course, joined } from '../../explore/course'
import type { Outcome } from '../../explore/outcome'
import { ORDINARY } from '../../explore/schedule'
import { COURSES } from '../../simulator/courses'
import { type ChildRun, runChild } from '../child'
import { withFolder } from '../folder'
import type { Ran, Round, Runner, Watch } from './runner'

const SCHEDULE = 'PLAYWRIGHT_GENESYS_SCHEDULE'
/** A run may take so much longer than the ordinary one before it counts as one that hangs. */
const TIMES_LONGER = 10
const LONGER_MS = 5_000
/** Each run costs the same; so many are told of together. */
const AT_ONCE = 16
/** Its tests are not told apart. */
export const WHOLE = ''

/** In the order in which they were left: by process, then by number. A file that was cut off says nothing. */
function coursesIn(folder: string): Course[] {
  return fs.readdirSync(folder).sort().flatMap((name) => {
    try {
      return [JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Course]
    } catch {
      return []
    }
  })
}

/** Where a runner begins to say what failed; what it wrote before and after is its own business. */
const NAMES_A_FAILURE = /●|\b(?:FAIL|not ok|\w*Error)\b/
const MOST_BYTES = 65_536
const MOST_LINES = 40

/** What it said of the failure, or its last words; a report is kept, so that no credential may stand in it. */
function saidIn(file: string): string {
  const lines = stripVTControlCharacters(fs.readFileSync(file).subarray(-MOST_BYTES).toString()).split('\n').filter((line) => line.trim() !== '')
  const first = lines.findIndex((line) => NAMES_A_FAILURE.test(line))
  return masked((first === -1 ? lines.slice(-MOST_LINES) : lines.slice(first, first + MOST_LINES)).join('\n'))
}

function messageOf({ status, killedBy, timedOut, ms }: ChildRun, said: string): string {
  if (timedOut) return `The command had not ended after ${Math.round(ms / 1_000)} s, ten times as long as in the ordinary order and more.`
  const end = killedBy === undefined ? `The command ended with status ${String(status)}` : `The command was ended by ${killedBy}`
  return said === '' ? `${end}; --verbose shows what it wrote.` : `${end}, and wrote:\n${said}`
}

/** Runs any command once for each schedule; its exit status says whether it failed. */
export class CommandRunner implements Runner {
  readonly atOnce = AT_ONCE
  readonly #words: string[]
  readonly #verbose: boolean
  #longestMs = Infinity

  constructor(words: string[], { verbose }: { verbose: boolean }) {
    this.#words = words
    this.#verbose = verbose
  }

  async ordinary(watch: Watch): Promise<Ran> {
    const ran = await this.run(new Map([[WHOLE, [ORDINARY]]]), watch)
    this.#longestMs = TIMES_LONGER * (ran.outcomes[0]?.ms ?? 0) + LONGER_MS
    return ran
  }

  run(round: Round, watch: Watch): Promise<Ran> {
    return this.#each(round, watch, () => false)
  }

  search(round: Round, watch: Watch): Promise<Ran> {
    return this.#each(round, watch, ({ failed }) => failed)
  }

  async #each(round: Round, watch: Watch, isLast: (outcome: Outcome) => boolean): Promise<Ran> {
    const outcomes: Outcome[] = []
    for (const schedule of round.get(WHOLE) ?? []) {
      const { outcome, problem } = await this.#once(schedule, watch)
      if (problem !== undefined) return { outcomes, problem }
      if (outcome === undefined) break
      outcomes.push(outcome)
      watch.onRun(outcomes.length)
      if (isLast(outcome)) break
    }
    return { outcomes }
  }

  /** No outcome where it was ended before its own end. */
  #once(schedule: string, { deadline, signal }: Watch): Promise<{ outcome?: Outcome; problem?: string }> {
    return withFolder('explore', async (folder) => {
      const restMs = deadline - performance.now()
      if (restMs <= 0 || signal.aborted) return {}
      const timeoutMs = Math.min(restMs, this.#longestMs)
      const [courses, file] = [path.join(folder, 'courses'), path.join(folder, 'output')]
      fs.mkdirSync(courses)
      const output = fs.openSync(file, 'w')
      const env = { ...process.env, [SCHEDULE]: schedule, [COURSES]: courses }
      const run = await runChild(this.#words, { env, timeoutMs, signal, verbose: this.#verbose, output }).finally(() => fs.closeSync(output))
      if (run.problem !== undefined) return { problem: `The command could not be started: ${run.problem.message}. Give it as words after --, not as one text in quotes.` }
      if (signal.aborted || (run.timedOut && timeoutMs === restMs)) return {}
      const failed = run.timedOut || run.status !== 0
      return { outcome: { test: WHOLE, schedule, failed, course: joined(coursesIn(courses)), ...(failed && { message: messageOf(run, saidIn(file)) }), ms: run.ms } }
    })
  }
}
