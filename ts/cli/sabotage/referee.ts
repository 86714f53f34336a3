import fs from 'node:fs'
import path from 'node:path'
import { MARK, MARKS, VARIABLE } from '../../simulator/sabotage'
import { Declined } from '../usage'
import { runChild } from '../child'
import { withFolder } from '../folder'
import { readResults } from './results'
import type { Mode } from './modes'
import { type Recognised, type RunnerName, recognise, reporting } from '../runner'
import { type Baseline, type JudgedMode, type Observed, judged, unusable } from './verdict'

interface How { timeoutMs: number; verbose: boolean; signal: AbortSignal }

/** Runs a command once for each mode, and without any. */
export class Referee {
  #words: string[]
  #runner: Recognised
  #options: How

  /** `timeoutMs` for each run; `verbose` shows the command's output; `signal` ends it all. */
  constructor(words: string[], { timeoutMs, verbose, signal }: How) {
    this.#words = words
    this.#runner = recognise(words)
    this.#options = { timeoutMs, verbose, signal }
  }

  /** What writes a result for each test; undefined where only the exit status tells. */
  get runner(): RunnerName | undefined {
    return this.#runner.name
  }

  #run<M extends Mode | undefined>(mode: M): Promise<Observed & { mode: M }> {
    return withFolder('sabotage', async (folder) => {
      const file = path.join(folder, 'results.json')
      const { words, env } = reporting(this.#words, this.#runner, { file, verbose: this.#options.verbose })
      const { [VARIABLE]: _mode, [MARKS]: _folder, ...outer } = process.env
      const sabotage = mode === undefined ? {} : { [VARIABLE]: mode, [MARKS]: folder }
      const run = await runChild(words, { ...this.#options, env: { ...outer, ...env, ...sabotage } })
      if (this.#options.signal.aborted) throw new Declined('Interrupted; the command was ended, and nothing was judged.')
      const isThere = (mark: string) => fs.existsSync(path.join(folder, mark))
      return { mode, run, results: readResults(this.runner, file), started: isThere(MARK.started), lied: isThere(MARK.lied) }
    })
  }

  /** Without sabotage, first: `unusable` says why the rest would say nothing. */
  async baseline(): Promise<Baseline> {
    const baseline = await this.#run(undefined)
    return { ...baseline, unusable: unusable(baseline) }
  }

  async judge(mode: Mode, baseline: Baseline): Promise<JudgedMode> {
    return judged(await this.#run(mode), baseline)
  }
}
