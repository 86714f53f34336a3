'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const http = require('node:http')
const os = require('node:os')
const path = require('node:path')
const { listening } = require('./support/listening')
const { endAll, environment, runCli, startCli } = require('./support/processes')

// A process or two for each test.
jest.setTimeout(60_000)
afterEach(endAll)

const ASKED = 'https://api.mypurecloud.ie/api/v2/conversations/messages/x'

/** A back-end that names a region's real hosts; what it says. */
function led(script, env = {}) {
  const { status, stdout, stderr } = runCli(['simulate', '--', process.execPath, '-e', `(async () => { ${script} })()`], { env })
  return { status, said: stdout.trim().split('\n'), stderr }
}

/** Whether a program is there to be tried. */
const has = (program) => spawnSync(program, ['--version']).status === 0

test('a back-end in Node.js that names real hosts reaches the simulator, by whichever way it asks', () => {
  const { said } = led(`
    const https = require('node:https'), tls = require('node:tls'), url = ${JSON.stringify(ASKED)}
    console.log((await fetch(url)).status)
    console.log(await new Promise((done, failed) => https.get(url, (answer) => done(answer.resume().statusCode)).on('error', failed)))
    console.log((await fetch('https://login.new9.pure.cloud/oauth/token', { method: 'POST' })).status)
    console.log(await new Promise((done) => tls.connect(443, 'api.mypurecloud.de', { servername: 'api.mypurecloud.de' }, function () { done(this.authorized) })))
    console.log(await new Promise((done) => tls.connect({ host: 'api.mypurecloud.de', port: 443 }, function () { done(this.authorized) })))
    console.log(await new Promise((done) => require('node:net').connect(1, '127.0.0.1').on('error', ({ code }) => done(code))))`)
  expect(said).toEqual(['401', '401', '400', 'true', 'true', 'ECONNREFUSED'])
})

test("the vendor's SDK logs in and reads, with nothing but a region", () => {
  const { said } = led(`
    const platform = require(${JSON.stringify(require.resolve('purecloud-platform-client-v2'))})
    const client = platform.ApiClient.instance
    client.setEnvironment('mypurecloud.ie')
    await client.loginClientCredentialsGrant(process.env.GENESYSCLOUD_OAUTHCLIENT_ID, process.env.GENESYSCLOUD_OAUTHCLIENT_SECRET)
    const { entities } = await new platform.RoutingApi().getRoutingWrapupcodes()
    console.log(entities.map(({ name }) => name).sort().join())`)
  expect(said).toEqual(['E2E Test Closure,Escalated,Resolved'])
})

const OTHERS = [
  ['curl', ['curl', '-s', '-o', os.devNull, '-w', '%{http_code}', ASKED]],
  ['python3', ['python3', '-c', `import urllib.request, urllib.error
try: urllib.request.urlopen('${ASKED}')
except urllib.error.HTTPError as error: print(error.code)`]],
  ['curl, plain', ['curl', '-s', '-o', os.devNull, '-w', '%{http_code}', ASKED.replace('https', 'http')]],
].filter(([, [program]]) => has(program))

test('so does whoever reads the usual variables', () => {
  const said = OTHERS.map(([, words]) => runCli(['simulate', '--', ...words]).stdout.trim())
  expect(said).toEqual(OTHERS.map(() => '401'))
})

test('what the user trusts and leads by himself stays so, and nothing is left behind', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'led-'))
  const own = path.join(folder, 'own.pem')
  fs.writeFileSync(own, '# somebody\'s own\n')
  const left = () => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('playwright-genesys-authority-'))
  const before = left()
  const { said } = led(`
    const fs = require('node:fs'), { env } = process
    const trusted = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'].map((name) => fs.readFileSync(env[name], 'utf8'))
    console.log(trusted.every((text) => text.startsWith("# somebody's own") && text.includes('BEGIN CERTIFICATE')))
    console.log(fs.statSync(require('node:path').dirname(env.SSL_CERT_FILE)).mode.toString(8).slice(-3))
    console.log(env.NODE_OPTIONS.startsWith('--no-warnings --require '))`, { NODE_EXTRA_CA_CERTS: own, SSL_CERT_FILE: own, NODE_OPTIONS: '--no-warnings' })
  fs.rmSync(folder, { recursive: true })
  expect(said).toEqual(['true', process.platform === 'win32' ? expect.any(String) : '700', 'true'])
  expect(left().filter((name) => !before.includes(name))).toEqual([])
})

test('plain http is led too, and a proxy that cannot be used is refused before anything starts', () => {
  expect(led("console.log((await fetch('http://api.mypurecloud.ie/api/v2/conversations/messages/x')).status)").said).toEqual(['401'])
  for (const env of [{ HTTPS_PROXY: 'garbage://x' }, { ALL_PROXY: 'socks5://127.0.0.1:1' }]) {
    const { status, said, stderr } = led("console.log('ran')", env)
    expect({ status, said }).toEqual({ status: 2, said: [''] })
    expect(stderr).toContain(`${Object.keys(env)[0]} names no proxy over HTTP`)
  }
})

test("what a command asks of other hosts goes through the user's own proxy", async () => {
  const asked = []
  const proxy = http.createServer().on('connect', ({ url }, socket) => {
    asked.push(url)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  const port = await listening(proxy)
  const script = `
    const { hostname, port } = new URL(process.env.HTTPS_PROXY)
    require('node:http').request({ hostname, port, method: 'CONNECT', path: 'shop.example:443' })
      .on('connect', (_answer, socket) => socket.on('close', () => process.exit()).resume()).end()`
  await startCli(['simulate', '--', process.execPath, '-e', script], { env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } }).end
  proxy.close()
  expect(asked).toEqual(['shop.example:443'])
})

test('what a killed run has left is swept by the next', () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const left = fs.mkdtempSync(path.join(os.tmpdir(), `playwright-genesys-authority-${pid}-`))
  expect(led("console.log('ran')").said).toEqual(['ran'])
  expect(fs.existsSync(left)).toBe(false)
})

test('who cannot be led is told so before he starts', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'led-'))
  const java = path.join(folder, 'java')
  fs.symlinkSync(process.execPath, java)
  const { stderr, stdout } = runCli(['simulate', '--', java, '-p', '1'])
  fs.rmSync(folder, { recursive: true })
  expect(stderr).toMatch(/^java reads no variable that leads it: .* reaches the real org\. Give it\n-Dhttps\.proxyHost=127\.0\.0\.1 -Dhttps\.proxyPort=\d+, and a trust store/)
  expect(stdout).toBe('1\n')
})

test('what the environment of the command is, is its own: a process beside it is not led', () => {
  expect(environment().PLAYWRIGHT_GENESYS_GATE).toBeUndefined()
})

test('what is reached without a proxy stays so, but nothing that could let a led host pass', () => {
  const { exceptions } = require('../build/cli/simulate/led')
  const hosts = ['mypurecloud.ie', 'pure.cloud', 'chat.shop.test']
  const kept = ['db.internal', '.corp.example', '10.0.0.0/8', 'host:8080']
  const dropped = ['*', 'ie', '.ie', '*.mypurecloud.ie', 'MyPureCloud.IE', 'mypurecloud.ie.', 'mypurecloud.ie:443', 'api.mypurecloud.ie', 'cloud', 'purecloud.ie', 'api.*', 'shop.test', '.', ':443']
  expect(exceptions([...kept, ...dropped].join(', '), hosts)).toEqual(kept)
  expect(led('console.log(process.env.NO_PROXY)', { NO_PROXY: 'db.internal api.mypurecloud.ie' }).said).toEqual(['localhost,127.0.0.1,::1,db.internal'])
})
