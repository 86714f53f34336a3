// Required by every Node.js process of a command: connections to the vendor's hosts go to the gate on this machine. It
// stands alone, and does nothing else.

import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'

const { port, hosts = [] } = JSON.parse(process.env['PLAYWRIGHT_GENESYS_GATE'] ?? '{}') as { port?: number; hosts?: string[] }
const { connect } = net.Socket.prototype

function isLed(host: unknown): host is string {
  if (typeof host !== 'string') return false
  const name = `.${host.toLowerCase().replace(/\.$/, '')}`
  return hosts.some((suffix) => name.endsWith(`.${suffix}`))
}

interface Options { host?: unknown; port?: unknown; servername?: unknown }

/** `connect` takes options, a port and a host, or both as Node.js hands them on to itself. */
function read(args: unknown[]): { options: Options; callback: unknown } {
  const [first, second, third]: unknown[] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) return { options: first, callback: second }
  return { options: { port: first, host: second }, callback: third }
}

net.Socket.prototype.connect = function connectTo(this: net.Socket, ...args: unknown[]) {
  const { options, callback } = read(args)
  if (!isLed(options.host)) return Reflect.apply(connect, this, args)
  return Reflect.apply(connect, this, [{ ...options, host: '127.0.0.1', port, lookup: undefined }, ...(callback ? [callback] : [])])
}

const { connect: encrypt } = tls

/** The gate knows by the server's name who is meant: it is that of the host where nobody gave one. */
tls.connect = function connectTo(this: unknown, ...args: unknown[]) {
  const { options: { host, servername } } = read(args)
  const meant = args.find((each): each is Options => typeof each === 'object' && each !== null)
  if (!isLed(host) || servername || meant?.servername) return Reflect.apply(encrypt, this, args)
  const callback = args.findLast((each) => typeof each === 'function')
  const [port] = args
  const options = { ...(typeof port !== 'object' && { port, host }), ...meant, servername: host }
  return Reflect.apply(encrypt, this, [options, ...(callback ? [callback] : [])])
}
syncBuiltinESMExports()
