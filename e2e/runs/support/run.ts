import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { ended, environment } from '../../../__tests__/support/processes'
import type { Outcome, Recording } from './recorder'

const PROJECTS = path.resolve(__dirname, '..', 'projects')
const COMMAND = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')

/** Leads the caches of a run away from those of the user, where that can be done; Playwright's own browser stays there. */
function cachesAt(folder: string): Record<string, string> {
  if (process.platform !== 'linux') return {}
  const own = process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache')
  return { XDG_CACHE_HOME: folder, PLAYWRIGHT_BROWSERS_PATH: process.env['PLAYWRIGHT_BROWSERS_PATH'] || path.join(own, 'ms-playwright') }
}

/** What the timeline that is attached to a test says. */
export interface Timeline {
  entries: { lane: string; label: string; detail?: string }[]
  verdict: { text: string; hint?: string }
  witnesses: { name: string; saw: string }[]
}

/** A run of Playwright in a process, and a process group, of its own. */
export class Run {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'genesys-run-'))
  readonly #child: ChildProcess
  readonly #end: Promise<{ status: number | null; signal: string | null }>
  output = ''

  constructor(project: string, { env = {}, args = [], under = [] }: { env?: Record<string, string>; args?: string[]; under?: string[] } = {}) {
    const own = { RUN_RECORD: this.#file, RUN_OUTPUT: path.join(this.folder, 'output'), PLAYWRIGHT_GENESYS_LEDGER: this.ledger, ...cachesAt(this.caches) }
    const config = path.join(PROJECTS, project, 'playwright.config.ts')
    this.#child = spawn(process.execPath, [...under, COMMAND, 'test', '-c', config, ...args], {
      cwd: this.folder, detached: true, env: environment({ ...own, ...env }), stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#end = ended(this.#child)
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (chunk) => { this.output += chunk })
  }

  /** Whether it is over, which a run that is meant to stay must not be. */
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null
  }

  get #file(): string {
    return path.join(this.folder, 'record.json')
  }

  get ledger(): string {
    return path.join(this.folder, 'ledger')
  }

  /** Where the workers keep what they share; on Linux. */
  get caches(): string {
    return path.join(this.folder, 'caches')
  }

  /** Files that the workers left in the ledger. */
  leftInLedger(): string[] {
    return readdirSync(this.ledger).filter((name) => name.endsWith('.jsonl'))
  }

  /** The run to its end. */
  async recorded(): Promise<Recorded> {
    await this.#end
    return new Recorded(JSON.parse(readFileSync(this.#file, 'utf8')) as Recording, this.output)
  }

  /** Runner and workers at once, as the operating system does it: nobody can clean up. */
  async kill(): Promise<{ signal: string | null }> {
    process.kill(-(this.#child.pid as number), 'SIGKILL')
    return await this.#end
  }

  /** Ends what still runs, and forgets it. */
  async remove(): Promise<void> {
    if (!this.hasEnded) await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** What became of each test of a run. */
export class Recorded {
  readonly recording: Recording
  readonly output: string

  constructor(recording: Recording, output: string) {
    this.recording = recording
    this.output = output
  }

  /** Test titles with their outcomes. */
  get statuses(): Record<string, string> {
    return Object.fromEntries(this.recording.tests.map(({ title, status }) => [title, status]))
  }

  /** Why tests did not pass, by title. */
  get troubles(): Record<string, string> {
    const failed = this.recording.tests.filter(({ status }) => status !== 'passed')
    return Object.fromEntries(failed.map(({ title, status, errors }) => [title, errors[0]?.message ?? status]))
  }

  test(title: string): Outcome & { timeline: Timeline } {
    const found = this.recording.tests.find((each) => each.title === title)
    if (found === undefined) throw new Error(`no test "${title}" was run:\n${this.output}`)
    return { ...found, get timeline() { return JSON.parse(found.attachments['genesys-timeline.json'] as string) as Timeline } }
  }
}

/** The file of a project, and the line on which a mark stands. */
export function marked(project: string, file: string, mark: string): { file: string; line: number; text: string } {
  const where = path.join(PROJECTS, project, file)
  const lines = readFileSync(where, 'utf8').split('\n')
  const index = lines.findIndex((line) => line.endsWith(`// ${mark}`))
  return { file: where, line: index + 1, text: (lines[index] as string).trim() }
}
