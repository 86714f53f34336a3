'use strict'

const { spawn, spawnSync } = require('node:child_process')
const path = require('node:path')

/** What ends a command in good order. */
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])

const CLI = path.resolve(__dirname, '..', '..', 'dist', 'cli.js')

/**
 * Credentials, authorities, proxies, colours and the worker of whoever runs the tests are none of a child's business.
 * @returns {NodeJS.ProcessEnv}
 */
function environment(extra = {}) {
  const foreign = /^(?:GENESYS|PLAYWRIGHT_GENESYS|FORCE_COLOR|NO_COLOR|COLUMNS|NODE_EXTRA_CA_CERTS|TEST_WORKER_INDEX|TEST_PARALLEL_INDEX)|^\w+_proxy$/i
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name))
  return { ...Object.fromEntries(own), ...extra }
}

/**
 * Runs the command to its end; `input` is what it reads.
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, input?: string | Buffer }} [how]
 */
function runCli(args, { env, cwd, input = '' } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env: environment(env), cwd, input })
  return { status, stdout, stderr }
}

/** What `startCli` has started in a test, so that nothing outlives one that fails. */
const running = new Set()

function endAll() {
  for (const child of running) child.kill('SIGKILL')
}

/** The command under way, without a terminal: what it has printed, its end, and when a text has been seen. Needs `afterEach(endAll)`. */
function startCli(args, { env = undefined, cwd = undefined } = {}) {
  const child = spawn(process.execPath, [CLI, ...args], { env: environment(env), cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  const seen = { stdout: '', stderr: '' }
  const look = new Set()
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (chunk) => {
      seen[name] += chunk
      look.forEach((each) => each())
    })
  }
  running.add(child)
  const end = ended(child).then((how) => {
    running.delete(child)
    return { ...how, ...seen }
  })
  const until = (name, text) => new Promise((resolve, reject) => {
    const check = () => { if (seen[name].includes(text)) resolve(seen[name]) }
    look.add(check)
    check()
    end.then(() => reject(new Error(`It ended without ${JSON.stringify(text)} on ${name}: ${seen.stderr}`)))
  })
  return { child, end, until }
}

/** The end of a process. */
function ended(child) {
  return new Promise((resolve) => { child.once('close', (status, signal) => resolve({ status, signal })) })
}

/** `simulate --json` in another process, up to the line that says where it is. */
async function startSimulate(args = []) {
  const child = spawn(process.execPath, [CLI, 'simulate', '--json', ...args], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
  const end = ended(child)
  let output = ''
  const line = new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes('\n')) resolve(output)
    })
    end.then(({ status }) => reject(new Error(`simulate ended with ${status}`)))
  })
  const told = JSON.parse(await line)
  const stop = (/** @type {NodeJS.Signals} */ signal = 'SIGTERM') => {
    child.kill(signal)
    return end
  }
  return { ...told, stop, output: () => output }
}

module.exports = { CLI, SIGNALS, endAll, ended, environment, runCli, startCli, startSimulate }
