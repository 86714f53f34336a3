import type { Option } from 'commander'
import { TABLES } from '../../options'
import type { Spec, Table } from '../../options/spec'
import { choice, flag, number, repeated } from '../flags'

/**
 * Every option of `Simulator.start` as a flag: its form, the path that leads to it, and a short sentence. The kind of
 * value, its choices and its default are the table's.
 */
type Name = keyof typeof TABLES.SimulatorOptions.fields
export type Flag = [flags: string, path: Name | `${Name}.${string}`, doc: string]

export const FLAGS: Flag[] = [
  ['--port <number>', 'port', 'the port'],
  ['--host <address>', 'host', 'where to listen; other than loopback beside --let-others-in'],
  ['--let-others-in', 'letOthersIn', 'other machines may reach, read and change this org'],
  ['--public-url <url>', 'publicUrl', 'where others reach it, such as http://genesys:8080'],
  ['--client-id <id>', 'clientId', 'the OAuth client; never a real one'],
  ['--client-secret <secret>', 'clientSecret', 'its secret; made up, never a real one'],
  ['--deployment <id>', 'deployment.id', 'the deployment id'],
  ['--deployment-status <status>', 'deployment.status', 'whether guests may use the deployment'],
  ['--disconnect <how>', 'deployment.conversationDisconnect', "what guests are told of an end; the vendor's own default is off"],
  ['--no-clear', 'deployment.conversationClear', 'guests may not clear'],
  ['--auto-start', 'deployment.autoStart', 'the conversation starts with the session'],
  ['--origin <origin>', 'deployment.allowedDomains', 'an origin that may open a socket; repeat it'],
  ['--file-type <type>', 'deployment.fileTypes', 'a MIME type that guests may send; repeat it'],
  ['--queue <name>', 'queues', 'a queue; repeat it'],
  ['--agent-name <name>', 'agents', 'an agent; repeat it'],
  ['--agent <script>', 'agent', 'a scripted agent: takes each conversation, lets it ring, or none'],
  ['--resource <name>', 'resource', 'which close resource the org speaks'],
  ['--wrap-up-code <name>', 'wrapUp.codes', 'a wrap-up code; repeat it'],
  ['--wrap-up-optional', 'wrapUp.required', 'agents need not wrap up'],
  ['--wrap-up-timeout <ms>', 'wrapUp.timeoutMs', 'when the system wraps up, by the virtual clock'],
  ['--wrap-up-forced', 'wrapUp.forced', 'agents have to wait for that'],
  ['--bot-ends-on <text>', 'bot.endsOn', 'a bot answers, and ends the conversation at this text'],
  ['--bot-hands-over-on <text>', 'bot.handsOverOn', 'a bot answers, and hands over at this text'],
  ['--limits <which>', 'limits', 'request limits; genesys are the published ones'],
  ['--requests-per-minute <number>', 'limits.requestsPerMinute', 'limits of your own'],
  ['--limit-window <ms>', 'limits.windowMs', 'their window, if no minute'],
  ['--permission <name>', 'permissions', 'what the client may; repeat it'],
  ['--scope <name>', 'scopes', 'scopes of the client; repeat it'],
  ['--invalid-client-status <status>', 'invalidClientStatus', 'the HTTP status of a refused login'],
  ['--fault <json>', 'faults', 'a fault as JSON; repeat it'],
  ['--settle <ms>', 'settleMs', 'how long after a 202 the change shows'],
  ['--latency <ms>', 'latencyMs', 'how long each answer takes'],
  ['--inactivity <ms>', 'inactivityMs', 'silence that ends a conversation, by the virtual clock'],
  ['--threading-hours <hours>', 'threadingHours', 'how long after its end it can be joined again'],
  ['--clock-skew <ms>', 'clockSkewMs', "begin the clock at this machine's time and so much"],
  ['--customer-stays', 'customerStays', 'the customer stays when the last agent leaves'],
  ['--schedule <word>', 'schedule', 'the order in which guests are told, such as v1,closing.1=late1'],
  ['--seed <number>', 'seed', 'seed of ids and of everything random'],
  ['--tls', 'tls', 'serve over TLS, with a certificate authority made for the purpose'],
  ['--tls-host <names...>', 'tlsHosts', 'names that the certificate covers beside those of loopback'],
]
/** A flag that stands for the other value than its absence. */
export const OFF = new Set(['deployment.conversationClear', 'wrapUp.required'])

function tableIn(spec: Spec): Table | undefined {
  if (spec.kind === 'either') return spec.of.map(tableIn).find((table) => table !== undefined)
  return spec.kind === 'table' ? spec.table : undefined
}

/** What the table says of the option at a path. */
function specAt(path: string): Spec {
  const first: Spec = { kind: 'table', table: TABLES.SimulatorOptions }
  return path.split('.').reduce<Spec>((spec, name) => {
    const inner = tableIn(spec)?.fields[name]
    if (inner === undefined) throw new Error(`Simulator.start has no option ${path}`)
    return inner
  }, first)
}

const kindsOf = (spec: Spec): Spec[] => (spec.kind === 'either' ? spec.of.flatMap(kindsOf) : [spec])

/** The default in words, where there are any. */
function sentence(doc: string, { default: value }: { default?: unknown }): string {
  const shown = [value].flat().filter((each) => each !== undefined && typeof each !== 'boolean').join(', ')
  return shown === '' ? doc : `${doc} (default: ${shown})`
}

export function optionOf([flags, path, doc]: Flag): Option {
  const spec = specAt(path)
  const kinds = kindsOf(spec)
  const text = sentence(doc, spec)
  const choices = kinds.find((each) => each.kind === 'enum')?.choices
  if (choices !== undefined) return choice(flags, text, choices)
  if (flags.includes('...') || kinds.some(({ kind }) => kind === 'boolean')) return flag(flags, text)
  if (kinds.some(({ kind }) => kind === 'list')) return repeated(flags, text)
  return kinds.some(({ kind }) => ['count', 'milliseconds', 'literal'].includes(kind)) ? number(flags, text) : flag(flags, text)
}
