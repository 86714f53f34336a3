/** Two clocks of one machine, read at different places, may differ by this much. */
const CLOCK_SLACK_MS = 5

/** Answers after which one asks again, or elsewhere. */
const PASSING = new Set([404, 409, 429])

/** An accepted request is a claim, not a proof: never green. */
function toneOf(status) {
  if (!status) return 'fail'
  if (status < 400) return 'info'
  return PASSING.has(status) || status >= 500 ? 'warn' : 'fail'
}

function detailOf({ name, attempt, detail }) {
  const parts = [name, attempt > 1 && `attempt ${attempt}`, detail]
  return parts.filter(Boolean).join(' · ') || undefined
}

function requestEntry({ at, method, path, status, elapsedMs, correlationId, ...words }) {
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

const noteEntry = ({ at, name, detail }) => ({ at, lane: 'close', label: name, detail, tone: 'info' })

/** Requests and decisions from a report's steps. */
function fromSteps(steps) {
  return steps.map((step) => (step.method === undefined ? noteEntry(step) : requestEntry(step)))
}

function isSame(request, step) {
  const [path] = request.path.split('?')
  const arrived = request.at - step.at
  const isInTime = arrived >= -CLOCK_SLACK_MS && arrived <= (step.elapsedMs ?? 0) + CLOCK_SLACK_MS
  return step.method === request.method && step.path?.split('?')[0] === path && isInTime
}

/** What a simulator was asked, less what `steps` tell already from the client's side. */
function fromRequests(requests, { steps = [] } = {}) {
  const told = [...steps]
  const isTold = (request) => {
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
function fromBackend(requests) {
  const isOthers = ({ path, client = '' }) => OF_THE_API.test(path) && !OPEN.test(path) && !OURS.test(client) && !BROWSER.test(client)
  const entry = ({ client, ...request }) => ({ ...requestEntry({ ...request, name: client }), lane: 'backend' })
  return requests.filter(isOthers).map(entry)
}

/** What a browser asked of hosts of the vendor's, and the simulator does not serve: nothing of it has left this machine. */
function fromPages(requests) {
  const isUnserved = ({ path, status, client = '' }) => status === 404 && BROWSER.test(client) && !OPEN.test(path) && path !== '/favicon.ico'
  const entry = ({ at, method, path, status }) => ({ ...requestEntry({ at, method, path, status, detail: 'not served offline' }), lane: 'page' })
  return requests.filter(isUnserved).map(entry)
}

export { fromBackend, fromPages, fromRequests, fromSteps }
