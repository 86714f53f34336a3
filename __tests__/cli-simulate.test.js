'use strict'

const { spawn, spawnSync } = require('node:child_process')
const { once } = require('node:events')
const fs = require('node:fs')
const path = require('node:path')
const { Simulator, closeConversation } = require('..')
const { asShell } = require('../build/cli/simulate/environment')
const { CLI, SIGNALS, endAll, environment, runCli, startCli, startSimulate } = require('./support/processes')
const { temporaryFolder } = require('./support/ledger')

// A process for each test.
jest.setTimeout(60_000)

const DOOR = JSON.stringify(path.resolve(__dirname, '..'))
/** Opens a conversation at the simulator of its environment, closes it by its environment, and says how that went. */
const STORY = `(async () => {
  const { Simulator, closeConversation } = require(${DOOR})
  const simulator = await Simulator.attach(process.env.PLAYWRIGHT_GENESYS_API_URL)
  const { conversationId } = await simulator.openConversation()
  console.log((await closeConversation(conversationId, { wrapUp: 'Resolved' })).outcome)
})()`
const NODE = (script) => [process.execPath, '-e', script]
/** What leads somewhere else, and would open it. */
const ELSEWHERE = { GENESYSCLOUD_REGION: 'eu-west-1', GENESYSCLOUD_ACCESS_TOKEN: 'somebody-s-own', PLAYWRIGHT_GENESYS_API_URL: 'https://api.example' }

let folder
beforeEach(() => { folder = temporaryFolder() })
afterEach(() => fs.rmSync(folder, { recursive: true }))
afterEach(endAll)

describe('simulate', () => {
  let told
  afterEach(() => told?.stop())

  test('runs an org that another process reaches by its environment', async () => {
    told = await startSimulate()
    const { conversationId } = await (await Simulator.attach(told.url)).openConversation()
    const { status, stdout } = runCli(['close', conversationId, '--wrap-up', 'Resolved'], { env: told.environment })
    expect(status).toBe(0)
    expect(stdout).toContain('  closed\n')
  })

  test('--tls serves with an authority of its own, which attach and the environment name', async () => {
    told = await startSimulate(['--tls'])
    expect(told.url).toMatch(/^https:/)
    expect(told.environment.PLAYWRIGHT_GENESYS_CA_FILE).toBe(told.caFile)
    const simulator = await Simulator.attach(told.url, { caFile: told.caFile })
    const { conversationId } = await simulator.openConversation()
    expect(await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'Resolved' })).toMatchObject({ outcome: 'closed' })
  })

  test.each(SIGNALS)('ends in good order on %s, its authority with it', async (signal) => {
    told = await startSimulate(['--tls'])
    expect(fs.existsSync(told.caFile)).toBe(true)
    expect(await told.stop(signal)).toEqual({ status: 0, signal: null })
    expect(fs.existsSync(told.caFile)).toBe(false)
    expect(told.output().trim().split('\n')).toHaveLength(1)
  })

  // Windows has no signals that a shell could pass over.
  const posix = process.platform === 'win32' ? test.skip : test
  posix('ends where npx is ended, which ends the shell between them and says nothing', async () => {
    const words = [process.execPath, CLI, 'simulate', '--json'].map((word) => `'${word}'`).join(' ')
    const shell = spawn('sh', ['-c', `${words}; :`], { env: environment({ npm_command: 'exec' }), stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(shell.stdout, 'data')
    const gone = once(shell.stdout, 'close')
    shell.kill('SIGKILL')
    await gone
    await expect(Simulator.attach(JSON.parse(line).url)).rejects.toThrow()
  })

  test('takes the options of a simulator', async () => {
    told = await startSimulate(['--disconnect', 'off', '--resource', 'messaging', '--agent', 'none', '--limits', 'genesys', '--seed', '7'])
    const same = await Simulator.start({ deployment: { conversationDisconnect: 'off' }, resource: 'messaging', agent: 'none', limits: 'genesys', seed: 7 })
    const [there, here] = [await Simulator.attach(told.url), same]
    expect(there.connection).toMatchObject({ clientId: here.connection.clientId, clientSecret: here.connection.clientSecret })
    expect(there.connection.requestsPerMinute).toBe(300)
    const [one, other] = await Promise.all([there, here].map((org) => org.openConversation()))
    expect(one).toEqual(other)
    const { participants } = await there.conversation(one.conversationId)
    expect(participants.map(({ purpose }) => purpose)).not.toContain('agent')
    const config = await (await fetch(`${told.url}/webdeployments/v1/deployments/${told.deploymentId}/config.json`)).json()
    expect(JSON.stringify(config)).toContain('"conversationDisconnect":{"enabled":false')
    await expect(closeConversation(one.conversationId, { ...there.connection, resource: 'messages' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await same.stop()
  })

  test('says on a terminal how it is used', async () => {
    const { child, end, until } = startCli(['simulate'])
    const text = await until('stdout', 'Ctrl-C stops it.\n')
    child.kill()
    await end
    const shown = text.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:<port>').replace(/(OAUTHCLIENT_\w+=).*/g, '$1<made up>')
    expect(shown).toMatchSnapshot()
  })

  test('--until-stdin-closes ends it with whatever holds its stdin, also one that is killed', async () => {
    const script = `const { spawn } = require('node:child_process')
      spawn(process.execPath, [${JSON.stringify(CLI)}, 'simulate', '--json', '--until-stdin-closes'], { stdio: ['pipe', 'inherit', 'inherit'] })`
    const holder = spawn(process.execPath, ['-e', script], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(holder.stdout, 'data')
    const gone = once(holder.stdout, 'close')
    holder.kill('SIGKILL')
    await gone
    await expect(Simulator.attach(JSON.parse(line).url)).rejects.toThrow()
    expect(runCli(['simulate', '--until-stdin-closes', '--', ...NODE('1')])).toMatchObject({ status: 2, stderr: expect.stringContaining("stdin is the command's") })
  })

  test('a port that is taken is said', async () => {
    told = await startSimulate()
    const { status, stderr } = runCli(['simulate', '--port', new URL(told.url).port])
    expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('could not be opened') })
  })
})

describe('simulate --print-env', () => {
  test('prints what a shell can read, and goes on', async () => {
    const { child, end, until } = startCli(['simulate', '--tls', '--print-env'])
    await until('stderr', 'Ctrl-C stops it.\n')
    const file = path.join(folder, 'simulator.env')
    fs.writeFileSync(file, await until('stdout', '.pem'))
    const shell = spawnSync('sh', ['-c', '. "$0"; exec "$@"', file, ...NODE(STORY)], { encoding: 'utf8', env: environment(ELSEWHERE) })
    expect({ status: shell.status, stdout: shell.stdout }).toEqual({ status: 0, stdout: 'closed\n' })
    child.kill('SIGTERM')
    const { status, stdout, stderr } = await end
    expect(status).toBe(0)
    expect(stdout.trim().split('\n').every((line) => /^(?:export \w+='[^']+'|unset \w+)$/.test(line))).toBe(true)
    expect(stderr).toMatch(/^A simulated org runs at https:\S+,\ndeployment [\w-]+,\nqueue [\w-]+\.\nCtrl-C stops it\.\n$/)
  })

  test('a shell reads whatever a value is', () => {
    const caFile = "/tmp/o'neil & \"sons\"/$HOME `x`\n/ca.pem"
    const { stdout } = spawnSync('sh', ['-c', `${asShell({ caFile })}printf %s "$PLAYWRIGHT_GENESYS_CA_FILE"`], { encoding: 'utf8' })
    expect(stdout).toBe(caFile)
  })
})

describe('simulate -- <command>', () => {
  test.each([[[]], [['--tls']]])('%j runs it with an environment that leads to the simulator and nowhere else', (flags) => {
    const left = '; console.log([process.env.GENESYSCLOUD_REGION, process.env.GENESYSCLOUD_ACCESS_TOKEN, process.env.HTTPS_PROXY].join())'
    const { status, stdout, stderr } = runCli(['simulate', ...flags, '--', ...NODE(STORY + left)], { env: { ...ELSEWHERE, HTTPS_PROXY: 'http://127.0.0.1:9' } })
    // Its proxy is the way to the simulator, and leads by the user's own to what is none of the vendor's.
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: expect.stringMatching(/^,,http:\/\/127\.0\.0\.1:\d{4,5}\nclosed\n$/), stderr: '' })
  })

  test('--print-env shows the environment too, on stderr, as stdout is the command\'s', () => {
    const { status, stdout, stderr } = runCli(['simulate', '--print-env', '--', ...NODE('console.log(process.env.GENESYS_DEPLOYMENT_ID)')])
    expect(status).toBe(0)
    expect(stderr).toContain(`export GENESYS_DEPLOYMENT_ID='${stdout.trim()}'\n`)
    expect(stdout).toMatch(/^[\w-]{36}\n$/)
  })

  test('ends with its status, and takes its authority along', () => {
    const { status, stdout } = runCli(['simulate', '--tls', '--', ...NODE('console.log(process.env.PLAYWRIGHT_GENESYS_CA_FILE); process.exitCode = 7')])
    expect(status).toBe(7)
    expect(stdout).toMatch(/\.pem\n$/)
    expect(fs.existsSync(stdout.trim())).toBe(false)
  })

  test('gives it stdin, and its flags are its own', () => {
    const script = "process.stdin.on('data', (chunk) => process.stdout.write(process.argv.slice(1).join() + ':' + chunk))"
    const { status, stdout } = runCli(['simulate', '--', ...NODE(script), '--', '--json', '--tls'], { input: 'typed' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '--json,--tls:typed' })
  })

  test.each(SIGNALS)('passes %s on, and waits for what it makes of it', async (signal) => {
    const script = `process.on('${signal}', () => { console.log('tidied up'); process.exit(5) }); setInterval(() => {}, 1e6); console.log('ready')`
    const { child, end, until } = startCli(['simulate', '--', ...NODE(script)])
    await until('stdout', 'ready\n')
    child.kill(signal)
    expect(await end).toEqual({ status: 5, signal: null, stdout: 'ready\ntidied up\n', stderr: '' })
  })

  test('a signal that ended it is told as shells do', () => {
    expect(runCli(['simulate', '--', ...NODE("process.kill(process.pid, 'SIGTERM')")])).toMatchObject({ status: 128 + 15, stdout: '' })
  })

  test('what cannot be started is said, with the status of a shell', () => {
    expect(runCli(['simulate', '--', 'no such command'])).toEqual({ status: 127, stdout: '', stderr: expect.stringContaining('could not be started: spawn no such command ENOENT. Give it as words') })
    expect(runCli(['simulate', '--', folder])).toMatchObject({ status: 126, stderr: expect.stringContaining('EACCES') })
  })
})
