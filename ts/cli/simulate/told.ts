import { writeDocument } from '../document'
import { asShell } from './environment'

function attachLine({ url, connection: { caFile } }) {
  const second = caFile === undefined ? '' : `, { caFile: ${JSON.stringify(caFile)} }`
  return `const simulator = await Simulator.attach(${JSON.stringify(url)}${second})`
}

const head = ({ url, deploymentId, queueId }) => `A simulated org runs at ${url},\ndeployment ${deploymentId},\nqueue ${queueId}.\n`

/** For people. */
function asText(simulator) {
  const lines = Object.entries(simulator.environment).map(([name, value]) => `  ${name}=${value}`)
  return `${head(simulator)}
Another process reaches it by its environment. All of it is made up, the secret
too:
${lines.join('\n')}

"simulate -- <command>" runs a command with it; "simulate --print-env" prints it
for a shell. A test that attaches to it can open conversations, play the agent
and set faults as well:
  ${attachLine(simulator)}

Ctrl-C stops it.
`
}

/** One line, for programs. */
function asJson({ url, deploymentId, queueId, connection, environment }) {
  const { caFile } = connection
  return `${JSON.stringify({ url, deploymentId, queueId, ...(caFile && { caFile }), connection, environment })}\n`
}

/** Says where the simulator is: on stdout, unless that is a command's. */
function tell(simulator, { json, printEnv, command }, { stdout, stderr }) {
  if (command !== undefined) return printEnv && stderr.write(asShell(simulator.connection))
  if (json) return writeDocument(asJson(simulator))
  if (!printEnv) return stdout.write(asText(simulator))
  stdout.write(asShell(simulator.connection))
  return stderr.write(`${head(simulator)}Ctrl-C stops it.\n`)
}

export { tell }
