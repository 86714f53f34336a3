import type { Tone } from '../lanes'
import type { Happening } from '../model'
import type { Step } from '../../types/public'

/** A request as it is shown; what is not known is absent. */
type Asked = Pick<Step, 'at'> & { [Name in Exclude<keyof Step, 'at'>]?: Step[Name] | undefined }

/** What a simulator was asked. `client` is what whoever asked calls itself. */
export interface Arrival {
  at: number
  method: string
  path: string
  status: number
  client?: string
}

/** Two clocks of one machine, read at different places, may differ by this much. */
const CLOCK_SLACK_MS = 5

/** Answers after which one asks again, or elsewhere. */
const PASSING = new Set([404, 409, 429])

/** An accepted request is a claim, not a proof: never green. */
function toneOf(status: number | undefined): Tone {
  if (!status) return 'fail'
  if (status < 400) return 'info'
  return PASSING.has(status) || status >= 500 ? 'warn' : 'fail'
}

function detailOf({ name, attempt = 1, detail }: Omit<Asked, 'at'>): string | undefined {
  const parts = [name, attempt > 1 && `attempt ${attempt}`, detail]
  return parts.filter(Boolean).join(' · ') || undefined
}

function requestEntry({ at, method, path, status, elapsedMs, correlationId, ...words }: Asked): Happening {
  return {
    at,
    lane: 'api',
    label: `${method} ${path}`,
    detail: detailOf(words) ?? (status ? undefined : 'no answer'),
    status: status || undefined,
    durationMs: elapsedMs,
    correlationId,
    tone: toneOf(status),
  }
}

const noteEntry = ({ at, name, detail }: Step): Happening => ({ at, lane: 'close', label: name, detail, tone: 'info' })

/** Requests and decisions from a report's steps. */
export function fromSteps(steps: Step[]): Happening[] {
  return steps.map((step) => (step.method === undefined ? noteEntry(step) : requestEntry(step)))
}

function isSame(request: Arrival, step: Step): boolean {
  const [path] = request.path.split('?')
  const arrived = request.at - step.at
  const isInTime = arrived >= -CLOCK_SLACK_MS && arrived <= (step.elapsedMs ?? 0) + CLOCK_SLACK_MS
  return step.method === request.method && step.path?.split('?')[0] === path && isInTime
}

/** What a simulator was asked, less what `steps` tell already from the client's side. */
export function fromRequests(requests: Arrival[], { steps = [] }: { steps?: Step[] } = {}): Happening[] {
  const told = [...steps]
  const isTold = (request: Arrival) => {
    const index = told.findIndex((step) => isSame(request, step))
    return index >= 0 && told.splice(index, 1).length > 0
  }
  return requests.filter((request) => !isTold(request)).map(({ method, path, status, at }) => requestEntry({ method, path, status, at }))
}

const OF_THE_API = /^\/(?:oauth|api\/v2)\//
/** What pages ask for without a login. */
const OPEN = /^\/api\/v2\/webmessaging\//
const OURS = /^playwright-genesys\//
const BROWSER = /^Mozilla\//

/** What a simulator was asked by neither us nor a page. */
export function fromBackend(requests: Arrival[]): Happening[] {
  const isOthers = ({ path, client = '' }: Arrival) => OF_THE_API.test(path) && !OPEN.test(path) && !OURS.test(client) && !BROWSER.test(client)
  const entry = ({ client, ...request }: Arrival): Happening => ({ ...requestEntry({ ...request, name: client }), lane: 'backend' })
  return requests.filter(isOthers).map(entry)
}

/** A guest's socket, without what it says of itself beside its deployment. */
const SOCKET = /^\/v1\?(?:.*&)?(deploymentId=[\w-]+)/

/** Sockets of browsers that were not accepted: of another deployment, or of an origin that may not. */
export function fromRefusedSockets(requests: Arrival[]): Happening[] {
  return requests.flatMap(({ at, method, path, status, client = '' }) => {
    const [, deployment] = SOCKET.exec(path) ?? []
    if (deployment === undefined || status !== 403 || !BROWSER.test(client)) return []
    const entry = requestEntry({ at, method, path: `/v1?${deployment}`, status, detail: 'guest socket refused: its deployment or its origin is not accepted' })
    return [{ ...entry, lane: 'page' as const }]
  })
}

/** What a browser asked of hosts of the vendor's, and the simulator does not serve: nothing of it has left this machine. */
export function fromPages(requests: Arrival[]): Happening[] {
  const isUnserved = ({ path, status, client = '' }: Arrival) => status === 404 && BROWSER.test(client) && !OPEN.test(path) && path !== '/favicon.ico'
  const entry = ({ at, method, path, status }: Arrival): Happening => ({ ...requestEntry({ at, method, path, status, detail: 'not served offline' }), lane: 'page' })
  return requests.filter(isUnserved).map(entry)
}
