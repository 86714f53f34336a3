import fs from 'node:fs'
import path from 'node:path'

/** How each runner is made to write its results into a file. */
const RUNNERS = {
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

const bare = (word) => path.basename(word).replace(/\.(?:cmd|exe|ps1|[cm]?js)$/, '')

/** The runner that a word starts: its command, or the script behind it. */
function runnerOf(word) {
  if (/(?:^|[\\/])(?:@playwright[\\/]test|playwright)[\\/]cli\.js$/.test(word)) return 'playwright'
  return Object.hasOwn(RUNNERS, bare(word)) ? bare(word) : undefined
}

const isOnTheWay = (word) => LAUNCHERS.has(bare(word)) || word.startsWith('-') || /^\w+=/.test(word)

/** The runner of a command line that starts one directly. */
function direct(words) {
  const at = words.findIndex((word) => !isOnTheWay(word))
  const name = at === -1 ? undefined : runnerOf(words[at])
  const { needs } = RUNNERS[name] ?? {}
  return needs === undefined || words.slice(at + 1).includes(needs) ? name : undefined
}

/** The name of the script in `npm test`, `npm run x`, `pnpm x`, `yarn x`. */
function scriptName([launcher, first, second]) {
  if (!SCRIPT_RUNNERS.has(bare(launcher)) || first === undefined) return undefined
  if (first === 'run' || first === 'run-script') return second
  return first === 't' ? 'test' : first
}

function scriptsIn(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).scripts ?? {}
  } catch {
    return {}
  }
}

/** The runner that a script ends with: what is appended to the script reaches it. */
function ofScript(words, folder) {
  const script = scriptsIn(folder)[scriptName(words)]
  if (typeof script !== 'string') return undefined
  const last = script.split('&&').at(-1).trim()
  return SHELL.test(last) ? undefined : direct(last.split(/\s+/))
}

/**
 * What a command runs, as far as its words tell.
 * @returns {{ name?: string, through?: 'npm' }}
 */
function recognise(words, folder = process.cwd()) {
  const name = direct(words)
  if (name !== undefined) return { name }
  const scripted = ofScript(words, folder)
  return scripted === undefined ? {} : { name: scripted, ...(bare(words[0]) === 'npm' && { through: 'npm' }) }
}

/** The same command, writing its results into the file where we know how. */
function reporting(words, { name, through }, { file, verbose = false }) {
  if (name === undefined) return { words, env: {} }
  const { args, env } = RUNNERS[name].reporting(file, verbose)
  const separator = through === 'npm' && !words.includes('--') ? ['--'] : []
  return { words: [...words, ...separator, ...args], env }
}

export { recognise, reporting }
