import path from 'node:path'
import { rootCertificates } from 'node:tls'
import { AuthorityFolder, readTrusted } from '../../door/authority'
import { Door } from '../../door/door'
import type { Simulator } from '../../simulator/simulator'
import { UsageError } from '../usage'

/** Node.js itself follows no proxy before 22.21 and 24.5: this leads what it opens. */
const PRELOAD = path.join(__dirname, 'preload.js')
const LOOPBACK = 'localhost,127.0.0.1,::1'
/** Whoever reads these reads nothing else: all that is trusted must stand in them. */
const WHOLE_BUNDLES = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']

/** What the user's own traffic goes through; one that cannot be used is none that could be left out in silence. */
function ownProxy(env: NodeJS.ProcessEnv): string | undefined {
  const name = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].find((each) => either(env, each))
  const given = name && either(env, name)
  if (!given) return undefined
  const address = given.includes('://') ? given : `http://${given}`
  if (/^https?:\/\//i.test(address) && URL.canParse(address)) return address
  throw new UsageError(`${name} names no proxy over HTTP, and what the command asks of other hosts goes through it: unset it, or name one.`)
}

const either = (env: NodeJS.ProcessEnv, name: string) => env[name] ?? env[name.toLowerCase()]

/** What the user goes to without a proxy, but for what might let a host that is led pass beside the door: programs read these by their ends. */
export function exceptions(noProxy: string, hosts: readonly string[]): string[] {
  const mayLead = (entry: string): boolean => {
    const name = entry.toLowerCase().replace(/:\d*$/, '').replace(/^[*.]+|\.+$/g, '')
    return name === '' || name.includes('*') || hosts.some((host) => host.endsWith(name) || name.endsWith(host))
  }
  return noProxy.split(/[\s,]+/).filter((entry) => entry !== '' && !mayLead(entry))
}

/** The variables that lead there; those that are looked at later by name. */
type Leading = Record<'HTTPS_PROXY' | 'NODE_EXTRA_CA_CERTS', string> & NodeJS.ProcessEnv

/** What leads a command's programs by their environment, by whichever variable each of them reads. */
function variables(env: NodeJS.ProcessEnv, { authority, port, hosts }: { authority: AuthorityFolder; port: number; hosts: string[] }): Leading {
  const proxy = `http://127.0.0.1:${port}`
  const beside = [LOOPBACK, ...exceptions(either(env, 'NO_PROXY') ?? '', hosts)].join(',')
  const whole = rootCertificates.join('\n').concat('\n')
  const bundles = WHOLE_BUNDLES.map((name): [string, string] => [name, authority.trusting(`${name}.pem`, readTrusted(env[name]) || whole)])
  return {
    HTTPS_PROXY: proxy, https_proxy: proxy, HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: beside, no_proxy: beside,
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: authority.trusting('NODE_EXTRA_CA_CERTS.pem', readTrusted(env['NODE_EXTRA_CA_CERTS'])),
    NODE_OPTIONS: [env['NODE_OPTIONS'], `--require ${JSON.stringify(PRELOAD)}`].filter(Boolean).join(' '),
    PLAYWRIGHT_GENESYS_GATE: JSON.stringify({ port, hosts }),
    ...Object.fromEntries(bundles),
  }
}

/** The way of a command to the vendor's hosts, which is one to the simulator for as long as it is open. */
class Led {
  #door: Door
  #authority: AuthorityFolder

  constructor(door: Door, authority: AuthorityFolder) {
    this.#door = door
    this.#authority = authority
  }

  /** Opens it, and gives the variables that lead there. */
  async open(env: NodeJS.ProcessEnv): Promise<Leading> {
    const [proxy, noProxy] = [ownProxy(env), either(env, 'NO_PROXY')]
    const port = await this.#door.open({ network: { ...(proxy && { proxy }), ...(noProxy && { noProxy }) } })
    return variables(env, { authority: this.#authority, port, hosts: this.#door.hosts })
  }

  close(): void {
    this.#door.stop()
    this.#authority.remove()
  }
}

/** What runs on the virtual machine of Java reads none of these variables. */
const NOT_LED = /^(?:javaw?|mvnw?|gradlew?|kotlin|scala|sbt)(?:\.exe|\.cmd|\.bat)?$/

/** Says before anything starts what would reach the real org. */
export function warn([program = '']: string[], { HTTPS_PROXY, NODE_EXTRA_CA_CERTS }: Leading, stderr: NodeJS.WritableStream): void {
  const name = path.basename(program)
  if (!NOT_LED.test(name)) return
  const { hostname, port } = new URL(HTTPS_PROXY)
  stderr.write(`${name} reads no variable that leads it: what it asks of the vendor's hosts reaches the real org. Give it
-Dhttps.proxyHost=${hostname} -Dhttps.proxyPort=${port}, and a trust store with the certificate in ${NODE_EXTRA_CA_CERTS}.\n`)
}

export function ledTo({ url, connection: { caFile } }: Simulator): Led {
  const authority = new AuthorityFolder()
  const simulator = { origin: url, ...(caFile !== undefined && { caFile }) }
  return new Led(new Door({ authorityKey: authority.key, to: { simulator } }), authority)
}
