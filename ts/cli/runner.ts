import fs from 'node:fs'
import path from 'node:path'

export type RunnerName = 'playwright' | 'jest' | 'vitest'
interface Runner { needs?: string; reporting(file: string, verbose: boolean): { args: string[]; env: NodeJS.ProcessEnv } }

/** How each runner is made to write its results into a file. */
const RUNNERS: Record<RunnerName, Runner> = {
  playwright: {
    needs: 'test',
    reporting: (file, verbose) => ({
      args: [`--reporter=${verbose ? 'line,' : ''}json`],
      env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    }),
  },
  jest: { reporting: (file) => ({ args: ['--json', `--outputFile=${file}`], env: {} }) },
  vitest: { reporting: (file) => ({ args: ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`], env: {} }) },
}

/** What may stand before the name of a runner and starts it. */
const LAUNCHERS = new Set(['npx', 'npm', 'pnpm', 'yarn', 'bunx', 'node', 'exec', 'dlx', 'run', 'env', 'cross-env', '--'])
const SCRIPT_RUNNERS = new Set(['npm', 'pnpm', 'yarn'])
/** What a shell makes more of than words. */
const SHELL = /[|<>`$()&;\n]/

const bare = (word: string) => path.basename(word).replace(/\.(?:cmd|exe|ps1|[cm]?js)$/, '')

const isRunner = (name: string): name is RunnerName => Object.hasOwn(RUNNERS, name)

/** The runner that a word starts: its command, or the script behind it. */
function runnerOf(word: string): RunnerName | undefined {
  if (/(?:^|[\\/])(?:@playwright[\\/]test|playwright)[\\/]cli\.js$/.test(word)) return 'playwright'
  const name = bare(word)
  return isRunner(name) ? name : undefined
}

const isOnTheWay = (word: string) => LAUNCHERS.has(bare(word)) || word.startsWith('-') || /^\w+=/.test(word)

/** The runner of a command line that starts one directly. */
function direct(words: string[]): RunnerName | undefined {
  const at = words.findIndex((word) => !isOnTheWay(word))
  const name = runnerOf(words[at] ?? '')
  if (name === undefined) return undefined
  const { needs } = RUNNERS[name]
  return needs === undefined || words.slice(at + 1).includes(needs) ? name : undefined
}

/** The name of the script in `npm test`, `npm run x`, `pnpm x`, `yarn x`. */
function scriptName([launcher = '', first, second]: string[]): string | undefined {
  if (!SCRIPT_RUNNERS.has(bare(launcher)) || first === undefined) return undefined
  if (first === 'run' || first === 'run-script') return second
  return first === 't' ? 'test' : first
}

function scriptsIn(folder: string): Record<string, unknown> {
  try {
    const { scripts = {} } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { scripts?: Record<string, unknown> }
    return scripts
  } catch {
    return {}
  }
}

/** The runner that a script ends with: what is appended to the script reaches it. */
function ofScript(words: string[], folder: string): RunnerName | undefined {
  const script = scriptsIn(folder)[scriptName(words) ?? '']
  if (typeof script !== 'string') return undefined
  const last = (script.split('&&').at(-1) ?? '').trim()
  return SHELL.test(last) ? undefined : direct(last.split(/\s+/))
}

export interface Recognised { name?: RunnerName; through?: 'npm' }

/** What a command runs, as far as its words tell. */
export function recognise(words: string[], folder: string = process.cwd()): Recognised {
  const name = direct(words)
  if (name !== undefined) return { name }
  const scripted = ofScript(words, folder)
  return scripted === undefined ? {} : { name: scripted, ...(bare(words[0] ?? '') === 'npm' && { through: 'npm' }) }
}

/** The same command, writing its results into the file where we know how. */
export function reporting(words: string[], { name, through }: Recognised, { file, verbose = false }: { file: string; verbose?: boolean }): { words: string[]; env: NodeJS.ProcessEnv } {
  if (name === undefined) return { words, env: {} }
  const { args, env } = RUNNERS[name].reporting(file, verbose)
  const separator = through === 'npm' && !words.includes('--') ? ['--'] : []
  return { words: [...words, ...separator, ...args], env }
}
