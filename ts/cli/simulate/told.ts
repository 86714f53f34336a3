import type { Simulator } from '../../simulator/simulator'
import { writeDocument } from '../document'
import { asShell } from './environment'

function attachLine({ url, connection: { caFile } }: Simulator): string {
  const second = caFile === undefined ? '' : `, { caFile: ${JSON.stringify(caFile)} }`
  return `const simulator = await Simulator.attach(${JSON.stringify(url)}${second})`
}

const head = ({ url, deploymentId, queueId }: Simulator) => `A simulated org runs at ${url},\ndeployment ${deploymentId},\nqueue ${queueId}.\n`

/** For people. */
function asText(simulator: Simulator): string {
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
function asJson({ url, deploymentId, queueId, connection, environment }: Simulator): string {
  const { caFile } = connection
  return `${JSON.stringify({ url, deploymentId, queueId, ...(caFile && { caFile }), connection, environment })}\n`
}

interface How { json: true | undefined; printEnv: true | undefined; command: string[] | undefined }

/** Says where the simulator is: on stdout, unless that is a command's. */
export function tell(simulator: Simulator, { json, printEnv, command }: How, { stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  const shell = asShell(simulator.connection)
  if (command !== undefined) {
    if (printEnv) stderr.write(shell)
  } else if (json) {
    writeDocument(asJson(simulator))
  } else {
    stdout.write(printEnv ? shell : asText(simulator))
    if (printEnv) stderr.write(`${head(simulator)}Ctrl-C stops it.\n`)
  }
}
