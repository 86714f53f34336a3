'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { PassThrough } = require('node:stream')
const { Simulator } = require('..')
const { playLive } = require('../build/cli/demo/live')
const { untyped } = require('./support/untyped')

const DEMO = path.join(__dirname, '..', 'build', 'cli', 'demo-script.js')
const CANARIES = path.join(__dirname, 'support', 'demo-canaries.js')
const FILES = ['index.html', 'timeline.json', 'timeline.svg']

// A process for each test, some of which wait a second for a frame that must not come.
jest.setTimeout(60_000)

/** Credentials and colours of whoever runs the tests are none of the demo's business. */
function environment(extra) {
  const mine = Object.entries(process.env).filter(([name]) => !/^(GENESYS|PLAYWRIGHT_GENESYS|FORCE_COLOR|NO_COLOR)/.test(name))
  return { ...Object.fromEntries(mine), ...extra }
}

let folder

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-'))
})

afterEach(() => {
  fs.rmSync(folder, { recursive: true })
})

function run(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [DEMO, ...args], { cwd: folder, encoding: 'utf8', env: environment(env) })
  return { status, stdout, stderr }
}

/** The same with the run's own secrets noted. */
function runWatched(args) {
  const noted = path.join(folder, 'canaries')
  const seen = run(args, { DEMO_CANARIES: noted, NODE_OPTIONS: `--require ${JSON.stringify(CANARIES)}` })
  const secrets = fs.readFileSync(noted, 'utf8').trim().split('\n')
  fs.rmSync(noted)
  return { ...seen, secrets }
}

const report = () => path.join(folder, 'demo-report')
const written = () => FILES.map((name) => fs.readFileSync(path.join(report(), name), 'utf8'))
const model = () => JSON.parse(fs.readFileSync(path.join(report(), 'timeline.json'), 'utf8'))
const labels = (lane) => model().entries.filter((entry) => entry.lane === lane).map(({ label }) => label)

/** Flags, exit status, code of the verdict, its sentence, and what the guest's lane ends with. */
/** @type {[string[], number, string, RegExp, string][]} */
const SCENES = [
  [[], 0, 'closed', /Closed, and the guest was told \(ReadOnly\)\./, '← closed (ReadOnly)'],
  [['--disconnect', 'ReadOnly'], 0, 'closed', /the guest was told \(ReadOnly\)/, '← closed (ReadOnly)'],
  [['--disconnect', 'Send'], 0, 'closed', /the guest was told \(Send\)/, '← closed (Send)'],
  [['--disconnect', 'off'], 1, 'GUEST_NOT_TOLD', /GUEST_NOT_TOLD: .*conversationDisconnect is off/, undefined],
  [['--agent', 'alerts'], 0, 'closed', /the guest was told/, '← closed (ReadOnly)'],
  [['--agent', 'none'], 0, 'closed', /the guest was told/, '← closed (ReadOnly)'],
  [['--agent', 'none', '--disconnect', 'off'], 1, 'GUEST_NOT_TOLD', /conversationDisconnect is off/, undefined],
  [['--resource', 'messaging'], 0, 'closed', /the guest was told \(ReadOnly\)/, '← closed (ReadOnly)'],
  [['--resource', 'messaging', '--disconnect', 'Send'], 0, 'closed', /the guest was told \(Send\)/, '← closed (Send)'],
  [['--resource', 'messaging', '--disconnect', 'off'], 1, 'GUEST_NOT_TOLD', /conversationDisconnect is off/, undefined],
  [['--resource', 'messaging', '--agent', 'none'], 0, 'closed', /the guest was told/, '← closed (ReadOnly)'],
  [['--trap'], 1, 'NOT_CLOSED', /NOT_CLOSED: .*answered 200 and did nothing\. .*shows: open.* The guest was told nothing\./, undefined],
  [['--trap', '--disconnect', 'off'], 1, 'NOT_CLOSED', /NOT_CLOSED: .*answered 200 and did nothing\. .*shows: open.* The guest was told nothing\./, undefined],
  [['--wrap-up', 'No Such Code'], 1, 'WRAP_UP_NOT_FOUND', /WRAP_UP_NOT_FOUND: .*E2E Test Closure/s, undefined],
]

describe('npm run demo', () => {
  it.each(SCENES)('%j ends with status %i and the verdict %s', (args, status, code, sentence, frame) => {
    const seen = runWatched(args)
    expect(seen).toMatchObject({ status, stderr: '' })

    expect(seen.stdout.replace(/\s+/g, ' ')).toMatch(sentence)
    expect(seen.stdout).toContain(path.join('demo-report', 'index.html'))
    expect(fs.readdirSync(report()).sort()).toEqual(FILES)
    expect(model().verdict).toMatchObject({ code, tone: status === 0 ? 'ok' : 'fail' })
    expect(labels('guest').filter((label) => label.startsWith('← closed'))).toEqual(frame === undefined ? [] : [frame])

    expect(seen.secrets.length).toBeGreaterThanOrEqual(2)
    for (const shown of [seen.stdout, seen.stderr, ...written()]) {
      for (const secret of seen.secrets) expect(shown).not.toContain(secret)
      expect(shown).not.toMatch(/[\da-f]{64}|Bearer |eyJ/)
    }
  })

  it('finds the wrap-up code by its name, and shows the requests, the agent and the decision in time', () => {
    run([])
    const { entries, witnesses, facts } = model()
    expect(facts).toContainEqual({ name: 'wrapUp', value: 'E2E Test Closure' })
    expect(witnesses.map(({ saw }) => saw)).toEqual(['closed', 'closed'])
    expect(labels('agent')).toEqual(expect.arrayContaining(['agent connected', 'agent disconnected']))
    expect(labels('api').some((label) => /^GET .*wrapupcodes/.test(label))).toBe(true)
    const at = (wanted) => entries.find(({ label }) => wanted.test(label)).number
    expect(at(/^the trigger$/)).toBeLessThan(at(/^PATCH/))
    expect(at(/^PATCH/)).toBeLessThan(at(/seen closed on the server/))
    expect(entries.at(-1).label).toBe('verdict: closed')
  })

  it('tells each request once', () => {
    run([])
    const writes = labels('api').filter((label) => label.startsWith('PATCH'))
    expect(writes).toHaveLength(1)
  })

  it('--trap shows the 200, and that nothing came of it', () => {
    run(['--trap'])
    const { entries, witnesses } = model()
    expect(entries).toContainEqual(expect.objectContaining({ label: expect.stringMatching(/^POST .*\/messaging\//), status: 200, tone: 'info' }))
    expect(witnesses.map(({ saw }) => saw)).toEqual(['open', 'open'])
  })

  it('--json prints what it writes, and nothing else', () => {
    const { status, stdout, stderr } = run(['--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual(model())
    expect(stderr).toContain(path.join('demo-report', 'index.html'))
  })

  it('has colours only where they are asked for', () => {
    // eslint-disable-next-line no-control-regex
    const escape = /\u001b\[/
    expect(run([]).stdout).not.toMatch(escape)
    expect(run([], { FORCE_COLOR: '1' }).stdout).toMatch(escape)
  })

  it('says so where it cannot write', () => {
    fs.writeFileSync(report(), 'in the way')
    const { status, stderr } = run([])
    expect(status).toBe(1)
    expect(stderr).toContain('demo-report')
  })
})

describe('a command line that cannot be meant', () => {
  const LIVE = ['--live', '--conversation', '5e75f908-764d-458b-873c-3f494577ffce']
  /** @type {NodeJS.ProcessEnv} */
  const TOKEN = { GENESYSCLOUD_ACCESS_TOKEN: 'a-canary-token', GENESYSCLOUD_REGION: 'eu-west-1' }

  it.each([
    [['--resorce'], /unknown option '--resorce'\n\(Did you mean --resource\?\)/],
    [['-x'], /unknown option '-x'/],
    [['now'], /too many arguments/],
    [['--resource'], /'--resource <name>' argument missing/],
    [['--resource', 'mesages'], /'mesages' is invalid\. Allowed choices are messages, messaging\./],
    [['--disconnect', 'on'], /Allowed choices are off, Send, ReadOnly/],
    [['--agent', '--trap'], /'--trap' is invalid\. That is a flag; the value is missing/],
    [['--trap=yes'], /unknown option '--trap=yes'/],
    [['--trap', '--resource', 'messages'], /--trap is a request of the resource messaging/],
    [['--yes'], /--yes goes only with --live/],
    [['--wrap-up', '--trap'], /the value is missing/],
    [['--trap', '--wrap-up', 'Resolved'], /--wrap-up has no place beside it/],
    [['--live'], /--live needs --conversation/],
    [[...LIVE, '--trap'], /--trap goes only with the simulator/],
    [[...LIVE, '--yes'], /--live needs credentials of the environment: GENESYSCLOUD_OAUTHCLIENT_ID and/],
    [LIVE, /there is no terminal to answer on: add --yes/, TOKEN],
    [['--live', '--yes', '--conversation', '../x'], /--conversation is not acceptable/, TOKEN],
  ])('%j is refused before anything is done', (args, problem, env = {}) => {
    const { status, stdout, stderr } = run(args, env)
    expect(stderr).toMatch(problem)
    expect(stderr).not.toContain('a-canary-token')
    expect({ status, stdout, written: fs.readdirSync(folder) }).toEqual({ status: 2, stdout: '', written: [] })
  })

  it('--help names every flag and every choice, and how it was called', () => {
    const { status, stdout } = run(['--help'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Usage: npm run demo -- \[options\]\n/)
    expect(stdout).toContain('\n  npm run demo -- --trap\n')
    for (const word of ['--resource', '--disconnect', '--agent', '--trap', '--live', '--conversation', '--yes', '--json', 'ReadOnly', 'alerts']) {
      expect(stdout).toContain(word)
    }
  })
})

describe('--live', () => {
  let simulator
  let conversation

  beforeEach(async () => {
    simulator = await Simulator.start()
    conversation = (await simulator.openConversation()).conversationId
  })

  afterEach(() => simulator.stop())

  const writes = () => simulator.requests().filter(({ method, path: where }) => method !== 'GET' && where.startsWith('/api/'))

  /** A terminal on which somebody types. */
  function terminal(line) {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    const output = new PassThrough()
    input.end(`${line}\n`)
    return untyped({ input, output })
  }

  function play(flags, line) {
    return playLive({ live: true, conversation, ...flags }, { connection: simulator.connection, terminal: terminal(line) })
  }

  it.each([['with --yes', { yes: true }, ''], ['after "close" was typed', {}, 'close']])('closes %s, the guest not asked', async (_, flags, line) => {
    const { verdict } = await play({ wrapUp: 'E2E Test Closure', ...flags }, line)
    expect(verdict).toMatchObject({ code: 'closed', text: 'Closed, and the guest was not asked.' })
    expect((await simulator.conversation(conversation)).state).toBe('closed')
  })

  it('writes nothing where something else was typed', async () => {
    await expect(play({ wrapUp: 'E2E Test Closure' }, 'yes')).rejects.toThrow('nothing was closed')
    expect(writes()).toEqual([])
  })

  it('writes nothing where the terminal is closed instead', async () => {
    const input = Object.assign(new PassThrough(), { isTTY: true })
    input.end()
    const playing = playLive({ live: true, conversation, wrapUp: 'E2E Test Closure' }, { connection: simulator.connection, terminal: untyped({ input, output: new PassThrough() }) })
    await expect(playing).rejects.toThrow('nothing was closed')
    expect(writes()).toEqual([])
  })

  it('gives the choices where a wrap-up code is needed', async () => {
    const { verdict } = await play({ yes: true })
    expect(verdict).toMatchObject({ code: 'WRAP_UP_REQUIRED', hint: expect.stringContaining('E2E Test Closure') })
    expect(writes()).toEqual([])
  })

  it('never closes what is older than an hour', async () => {
    await simulator.advance(3_700_000)
    const { verdict } = await play({ yes: true, wrapUp: 'E2E Test Closure' })
    expect(verdict).toMatchObject({ code: 'GUARD_REFUSED' })
    expect(writes()).toEqual([])
  })
})
