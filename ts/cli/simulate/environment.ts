import { environmentOf } from '../../surroundings/environment'
import { TABLES } from '../../options'
import type { ConnectionOptions } from '../../types/public'

const FIELDS = TABLES.ConnectionOptions.fields
/** It would go before the simulator's client, and is somebody's real one. */
const [ACCESS_TOKEN] = FIELDS.accessToken.env
/** A proxy never leads to loopback, and is for whatever else the command does. */
const FOREIGN = Object.entries(FIELDS).filter(([name]) => name !== 'proxy').flatMap(([, field]): readonly string[] => ('env' in field ? field.env : []))

/** An environment that leads to the simulator, with nothing left in it that leads or opens an org. */
export function ledToSimulator(connection: ConnectionOptions, env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const rest = Object.entries(env).filter(([name]) => !FOREIGN.includes(name))
  return { ...Object.fromEntries(rest), ...environmentOf(connection) }
}

/** One word of a POSIX shell, whatever is in it. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The same for a POSIX shell to read. */
export function asShell(connection: ConnectionOptions): string {
  const lines = Object.entries(environmentOf(connection)).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  return `unset ${ACCESS_TOKEN}\n${lines.join('')}`
}
