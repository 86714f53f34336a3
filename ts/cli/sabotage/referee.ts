import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { MARK, MARKS, VARIABLE } from '../../simulator/sabotage'
import { Declined } from '../usage'
import { runChild } from './child'
import { readResults } from './results'
import { recognise, reporting } from './runner'
import { judged, unusable } from './verdict'

/** A folder for one run, gone after it. */
async function withFolder(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-sabotage-'))
  try {
    return await work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs a command once for each mode, and without any. */
class Referee {
  #words
  #runner
  #options

  /** `timeoutMs` for each run; `verbose` shows the command's output; `signal` ends it all. */
  constructor(words, { timeoutMs, verbose, signal }) {
    this.#words = words
    this.#runner = recognise(words)
    this.#options = { timeoutMs, verbose, signal }
  }

  /** What writes a result for each test; undefined where only the exit status tells. */
  get runner() {
    return this.#runner.name
  }

  #run(mode) {
    return withFolder(async (folder) => {
      const file = path.join(folder, 'results.json')
      const { words, env } = reporting(this.#words, this.#runner, { file, verbose: this.#options.verbose })
      const { [VARIABLE]: _mode, [MARKS]: _folder, ...outer } = process.env
      const sabotage = mode === undefined ? {} : { [VARIABLE]: mode, [MARKS]: folder }
      const run = await runChild(words, { ...this.#options, env: { ...outer, ...env, ...sabotage } })
      if (this.#options.signal.aborted) throw new Declined('Interrupted; the command was ended, and nothing was judged.')
      const isThere = (mark) => fs.existsSync(path.join(folder, mark))
      return { mode, run, results: readResults(this.runner, file), started: isThere(MARK.started), lied: isThere(MARK.lied) }
    })
  }

  /** Without sabotage, first: `unusable` says why the rest would say nothing. */
  async baseline() {
    const baseline = await this.#run()
    return { ...baseline, unusable: unusable(baseline) }
  }

  async judge(mode, baseline) {
    return judged(await this.#run(mode), baseline)
  }
}

export { Referee }
