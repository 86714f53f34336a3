'use strict'

// Clients that are not ours as referees: the vendor's SDKs, a package of PyPI, curl and OpenSSL against `simulate`, through
// the door and straight over TLS. `npm run clients`; it wants python3 with venv, curl and openssl, and installs what it
// tries into target/clients. No part of `npm test`.

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const { CALLS } = require('./clients/calls')
const { ROOT, run } = require('./run')

const FOLDER = path.join(ROOT, 'target', 'clients')
const PYTHON = path.join(FOLDER, 'venv', 'bin', 'python')
const PACKAGES = ['PureCloudPlatformClientV2==269.0.0', 'genesys-notifications==1.3', 'requests==2.34.2']
/** How clients reach the simulator: as the region they name, straight over TLS, by their own settings file. */
const WAYS = { door: [], tls: ['--tls'], file: [] }

function install() {
  const done = path.join(FOLDER, 'installed')
  if (fs.existsSync(done) && fs.readFileSync(done, 'utf8') === PACKAGES.join('\n')) return true
  fs.mkdirSync(FOLDER, { recursive: true })
  const installed = run('python3', ['-m', 'venv', path.join(FOLDER, 'venv')]) && run(PYTHON, ['-m', 'pip', 'install', '--quiet', ...PACKAGES])
  if (installed) fs.writeFileSync(done, PACKAGES.join('\n'))
  return installed
}

function results(way) {
  const file = path.join(FOLDER, `${way}.json`)
  fs.rmSync(file, { force: true })
  const words = [path.join(ROOT, 'dist', 'cli.js'), 'simulate', ...WAYS[way], '--config', path.join(__dirname, 'clients', 'org.json')]
  const env = { ...process.env, CLIENTS_WAY: way, CLIENTS_PYTHON: PYTHON, CLIENTS_RESULT: file }
  const session = [process.execPath, path.join(__dirname, 'clients', 'session.js')]
  spawnSync(process.execPath, [...words, '--', ...session], { cwd: ROOT, env, stdio: 'inherit' })
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [{ name: 'all of them', way, told: [], faults: ['the session ended early'] }]
}

/** As Markdown: a row for each call, a column for each client by each way. */
function table(all) {
  const cell = ({ told }, call) => {
    const one = told.find((each) => each.call === call)
    return one === undefined ? '–' : [one.status, one.code].filter(Boolean).join(' ')
  }
  const head = ['call', ...all.map(({ name, way }) => `${name}, ${way}`)]
  const rows = CALLS.map(({ call }) => [call, ...all.map((each) => cell(each, call))])
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function main() {
  if (!install()) {
    console.error('The clients could not be installed.')
    process.exitCode = 2
    return
  }
  const all = Object.keys(WAYS).flatMap(results)
  console.log(`\n${table(all)}\n`)
  for (const { name, way, faults, stderr } of all.filter(({ faults: some }) => some.length > 0)) {
    console.log(`${name}, ${way}: ${faults.join('; ')}\n${stderr ?? ''}`)
  }
  const disagree = all.filter(({ faults }) => faults.length > 0).length
  console.log(disagree === 0 ? `${all.length} clients and the server agree on every call.` : `${disagree} of ${all.length} do not.`)
  process.exitCode = disagree === 0 ? 0 : 1
}

main()
