'use strict'

const API = /^\/api\/v2\/conversations/
const LOGIN = '/oauth/token'

/** What may be broken, each a rule of the simulator without its count. */
const KINDS = {
  'read: 500': { on: { method: 'GET', path: API }, respond: { status: 500 } },
  'read: 502 page': { on: { method: 'GET', path: API }, respond: { status: 502, body: '<html>bad gateway</html>' } },
  'read: 429, Retry-After 1': { on: { method: 'GET', path: API }, respond: { status: 429, retryAfterSeconds: 1 } },
  'read: reset': { on: { method: 'GET', path: API }, cut: 'before' },
  'read: truncated': { on: { method: 'GET', path: API }, garble: 'truncated' },
  'read: slow': { on: { method: 'GET', path: API }, delayMs: 300 },
  'write: 409': { on: { method: 'PATCH', path: API }, respond: { status: 409 } },
  'write: 429': { on: { method: 'PATCH', path: API }, respond: { status: 429 } },
  'write: 500': { on: { method: 'PATCH', path: API }, respond: { status: 500 } },
  'write: reset before': { on: { method: 'PATCH', path: API }, cut: 'before' },
  'write: reset after': { on: { method: 'PATCH', path: API }, cut: 'after' },
  'login: 503': { on: { method: 'POST', path: LOGIN }, respond: { status: 503 } },
  'login: throttled': { on: { method: 'POST', path: LOGIN }, respond: { status: 400, body: { error: 'invalid_request', description: 'rate limit exceeded' } } },
  'guest: upgrade refused': { on: { connect: true }, respond: { status: 503 } },
  'guest: closing frame lost': { on: { frame: 'closing' }, frame: 'lose' },
  'guest: closing frame twice': { on: { frame: 'closing' }, frame: 'duplicate' },
  'guest: socket cut': { on: { frame: 'closing' }, frame: 'cut' },
}

/** A few different ones for a round, each for a number of times. */
function drawn(random, count) {
  const names = Object.keys(KINDS)
  const chosen = new Set()
  while (chosen.size < count) chosen.add(random.pick(names))
  return [...chosen].map((name) => {
    const { on, ...action } = KINDS[name]
    return { name, rule: { on: { ...on, times: 1 + random.below(8) }, ...action } }
  })
}

module.exports = { KINDS, drawn }
