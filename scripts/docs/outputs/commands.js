'use strict'

// The commands whose outputs pages show, run as a reader would run them, on this machine alone.

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { stripVTControlCharacters } = require('node:util')
const { launchOptions } = require('../../browser')
const { ROOT } = require('../../run')

const LONGEST_MS = 120_000
const QUICK_START = path.join(ROOT, 'target', 'quick-start')

/** Nothing of whoever runs this: neither an org, nor colours, nor a CI's other reporter. */
function environment(extra) {
  const mine = Object.entries(process.env).filter(([name]) => !/^(GENESYS|PLAYWRIGHT|FORCE_COLOR|CI$)/.test(name))
  return { ...Object.fromEntries(mine), NO_COLOR: '1', ...extra }
}

/** What a program prints on stdout; a status of its own is no mistake, a program that hangs is. */
function printed(args, { cwd, env = {}, keepsColors = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'], timeout: LONGEST_MS })
    const said = { stdout: '', stderr: '' }
    for (const name of Object.keys(said)) child[name].setEncoding('utf8').on('data', (text) => { said[name] += text })
    child.on('error', reject)
    child.on('close', (_status, signal) => {
      if (signal !== null || said.stdout === '') reject(new Error(`${args.join(' ')} printed nothing on stdout (${signal ?? 'no signal'}):\n${said.stderr}`))
      else resolve(keepsColors ? said.stdout : stripVTControlCharacters(said.stdout))
    })
  })
}

async function inTemporaryFolder(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'playwright-genesys-docs-'))
  try {
    return await work(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

const demo = (flags) => inTemporaryFolder((cwd) => printed([path.join(ROOT, 'build', 'cli', 'demo-script.js'), ...flags], { cwd }))


/** Runs the specs of a folder with a configuration of ours: times for a machine that is busy, and a browser that is there. */
function playwright(cwd, args, use = {}) {
  const config = { timeout: 60_000, expect: { timeout: 15_000 }, use: { launchOptions: launchOptions(), ...use } }
  fs.writeFileSync(path.join(cwd, 'playwright.config.js'), `module.exports = ${JSON.stringify(config)}\n`)
  const cli = path.join(path.dirname(require.resolve('@playwright/test/package.json')), 'cli.js')
  return printed([cli, 'test', ...args], { cwd })
}

/** The spec of the quick start in a folder of its own, which finds the package by its name. */
function quickStart() {
  fs.rmSync(QUICK_START, { recursive: true, force: true })
  fs.mkdirSync(QUICK_START, { recursive: true })
  fs.copyFileSync(path.join(ROOT, 'examples', 'quick-start', 'tests', 'closed.spec.ts'), path.join(QUICK_START, 'closed.spec.ts'))
  return playwright(QUICK_START, ['--reporter=list'])
}

/** The command against a simulated org as most orgs are at first: its guests are told of no end. */
async function ours(args) {
  const { Simulator } = require('../../..')
  const simulator = await Simulator.start({ deployment: { conversationDisconnect: 'off' } })
  try {
    return await inTemporaryFolder((cwd) => printed([path.join(ROOT, 'dist', 'cli.js'), ...args], { cwd, env: environmentOf(simulator) }))
  } finally {
    await simulator.stop()
  }
}

function environmentOf(/** @type {import('../../..').Simulator} */ { connection, deploymentId }) {
  const { apiUrl, loginUrl, guestUrl, configUrl, clientId, clientSecret } = connection
  return {
    PLAYWRIGHT_GENESYS_API_URL: apiUrl,
    PLAYWRIGHT_GENESYS_LOGIN_URL: loginUrl,
    PLAYWRIGHT_GENESYS_GUEST_URL: guestUrl,
    PLAYWRIGHT_GENESYS_CONFIG_URL: configUrl,
    GENESYSCLOUD_OAUTHCLIENT_ID: clientId,
    GENESYSCLOUD_OAUTHCLIENT_SECRET: clientSecret,
    GENESYS_DEPLOYMENT_ID: deploymentId,
  }
}

/** @type {[RegExp, (words: string[]) => Promise<string>][]} */
const COMMANDS = [
  [/^npm run demo(?: -- (.+))?$/, ([flags = '']) => demo(flags.split(' ').filter(Boolean))],
  [/^npx playwright test$/, quickStart],
  [/^npx playwright-genesys (.+)$/, ([args]) => ours(args.split(' '))],
]

/** What a command of a page prints. */
async function outputOf(command) {
  for (const [pattern, run] of COMMANDS) {
    const found = pattern.exec(command)
    if (found !== null) return run(found.slice(1))
  }
  throw new Error(`Nobody here knows how to run "${command}" for a page.`)
}

module.exports = { inTemporaryFolder, outputOf, playwright, printed }
