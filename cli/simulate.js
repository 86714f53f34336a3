'use strict'

const { Option } = require('commander')
const { Simulator } = require('../index')
const { TABLES } = require('../lib/options')
const { STATUS } = require('./status')

const FIELDS = TABLES.SimulatorOptions.fields
const CHOICES = {
  disconnect: FIELDS.deployment.table.fields.conversationDisconnect.choices,
  resource: FIELDS.resource.choices,
  agent: FIELDS.agent.choices,
  limits: ['genesys', 'none'],
}
/** What leads another process here, in the order in which it is shown. */
const NEEDED = ['apiUrl', 'loginUrl', 'guestUrl', 'configUrl', 'deploymentId', 'clientId', 'clientSecret', 'caFile']
/** Nothing else keeps Node.js alive: neither the simulator nor waiting for a signal does. */
const LONG_MS = 2 ** 30

function environmentOf(connection) {
  const given = NEEDED.filter((name) => connection[name] !== undefined)
  return Object.fromEntries(given.map((name) => [TABLES.ConnectionOptions.fields[name].env[0], connection[name]]))
}

function attachLine({ url, connection: { caFile } }) {
  const second = caFile === undefined ? '' : `, { caFile: ${JSON.stringify(caFile)} }`
  return `const simulator = await Simulator.attach(${JSON.stringify(url)}${second})`
}

function asText(simulator) {
  const { url, deploymentId, connection } = simulator
  const lines = Object.entries(environmentOf(connection)).map(([name, value]) => `  ${name}=${value}`)
  return `A simulated org runs at ${url}, deployment ${deploymentId}.

Another process reaches it by its environment. All of it is made up, the secret too:
${lines.join('\n')}

A test that attaches to it can open conversations, play the agent and set faults as well:
  ${attachLine(simulator)}

Ctrl-C stops it.
`
}

function asJson({ url, deploymentId, connection }) {
  const { caFile } = connection
  return `${JSON.stringify({ url, deploymentId, ...(caFile && { caFile }), connection, environment: environmentOf(connection) })}\n`
}

function optionsOf({ port, tls, tlsHost: tlsHosts, disconnect, resource, agent, limits, seed }) {
  return { port, tls, tlsHosts, resource, agent, limits, seed, deployment: disconnect && { conversationDisconnect: disconnect } }
}

function untilStopped() {
  return new Promise((resolve) => {
    const alive = setInterval(() => {}, LONG_MS)
    const stop = () => {
      clearInterval(alive)
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
  })
}

async function run({ json, ...flags }) {
  const simulator = await Simulator.start(optionsOf(flags))
  const stopped = untilStopped()
  process.stdout.write(json ? asJson(simulator) : asText(simulator))
  await stopped
  await simulator.stop()
  process.exitCode = STATUS.ok
}

const choice = (flags, doc, choices) => new Option(flags, doc).choices(choices)
/** What is no number stays a text, which the option table refuses by the flag's own name. */
const number = (flags, doc) => new Option(flags, doc).argParser((text) => (/^\d+$/.test(text) ? Number(text) : text))

/** Adds the command to the program. */
function add(program) {
  program
    .command('simulate')
    .description('run a simulated org in this process, for others to use, until it is interrupted')
    .addOption(number('--port <number>', 'the loopback port (default: a free one)'))
    .option('--tls', 'serve over TLS, with a certificate authority made for the purpose')
    .option('--tls-host <names...>', 'names that the certificate covers beside those of loopback')
    .addOption(choice('--disconnect <how>', "what guests are told of an end (default: ReadOnly; the vendor's own default is off)", CHOICES.disconnect))
    .addOption(choice('--resource <name>', 'which close resource the org speaks (default: both)', CHOICES.resource))
    .addOption(choice('--agent <script>', 'a scripted agent: takes each conversation, lets it ring, or none (default: answers)', CHOICES.agent))
    .addOption(choice('--limits <which>', 'request limits; genesys are the published ones (default: none)', CHOICES.limits))
    .addOption(number('--seed <number>', 'seed of ids and of everything random (default: 1)'))
    .option('--json', 'print one line of JSON: url, deploymentId, caFile, connection, environment')
    .allowExcessArguments(false)
    .action(run)
}

module.exports = { add, optionsOf }
