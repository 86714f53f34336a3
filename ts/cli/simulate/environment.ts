import { environmentOf } from '../../surroundings/environment'
import { TABLES } from '../../options'

const FIELDS = TABLES.ConnectionOptions.fields
/** It would go before the simulator's client, and is somebody's real one. */
const [ACCESS_TOKEN] = FIELDS.accessToken.env
/** A proxy never leads to loopback, and is for whatever else the command does. */
const FOREIGN = Object.entries(FIELDS).filter(([name]) => name !== 'proxy').flatMap(([, { env = [] }]) => env)

/** An environment that leads to the simulator, with nothing left in it that leads or opens an org. */
function ledToSimulator(connection, env = process.env) {
  const rest = Object.entries(env).filter(([name]) => !FOREIGN.includes(name))
  return { ...Object.fromEntries(rest), ...environmentOf(connection) }
}

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The same for a POSIX shell to read. */
function asShell(connection) {
  const lines = Object.entries(environmentOf(connection)).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  return `unset ${ACCESS_TOKEN}\n${lines.join('')}`
}

export { asShell, ledToSimulator }
