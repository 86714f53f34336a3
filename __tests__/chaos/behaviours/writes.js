'use strict'

const isStateWrite = ({ kind }) => kind === 'write'

/** Strikes so many requests of a kind, from the nth on. */
function strikes(random, { most = 1, late = 2 } = {}) {
  const [from, times] = [random.below(late), 1 + random.below(most)]
  let seen = 0
  return () => { seen += 1; return seen > from && seen <= from + times }
}

const CODES = { 401: 'bad.credentials', 409: 'general.conflict', 429: 'too.many.requests.retry.after', 500: 'internal.server.error', 502: 'gateway', 503: 'service.unavailable' }
const failure = (status) => ({ status, body: { message: 'not now', code: CODES[status], status }, ...(status === 429 && { headers: { 'retry-after': '1' } }) })

module.exports = {
  'late-effects': {
    about: 'an accepted write takes effect much later',
    make: ({ random, bite }) => {
      const delayMs = 60 + random.below(300)
      return { landing(plan) { bite(); return { ...plan, delayMs } } }
    },
  },

  'lost-answers': {
    about: 'a write lands, and its answer is lost',
    make: ({ random, bite }) => {
      const strikesNow = strikes(random, { late: 1, most: 2 })
      return {
        answer(answer, { entry }) {
          if (!isStateWrite(entry) || !entry.lands || !strikesNow()) return answer
          bite()
          return { ...answer, isCut: true }
        },
      }
    },
  },

  'lost-writes': {
    about: 'a write is lost before it does anything',
    make: ({ random, bite }) => {
      const strikesNow = strikes(random, { late: 1, most: 2 })
      return {
        before(_answer, { entry }) {
          if (!entry.isWrite || !strikesNow()) return undefined
          bite()
          return { status: 500, isCut: true }
        },
      }
    },
  },

  'failing-once': {
    about: 'a request is refused once: 401, 409, 429, 500, 502 or 503, and nothing is done',
    make: ({ random, bite }) => {
      const [status, strikesNow] = [random.pick([401, 409, 429, 500, 502, 503]), strikes(random, { late: 4 })]
      return {
        before() {
          if (!strikesNow()) return undefined
          bite()
          return failure(status)
        },
      }
    },
  },

  'failing-after': {
    about: 'a write lands, and is answered as if the server had failed',
    make: ({ random, bite }) => {
      const [status, strikesNow] = [random.pick([500, 502, 503, 504]), strikes(random, { late: 1 })]
      return {
        answer(answer, { entry }) {
          if (!isStateWrite(entry) || !entry.lands || !strikesNow()) return answer
          bite()
          return failure(status)
        },
      }
    },
  },

  'accepted-and-ignored': {
    about: 'writes are accepted and change nothing',
    make: ({ bite }) => ({ landing(plan) { bite(); return { ...plan, lands: false } } }),
  },

  'refused-as-ended': {
    about: 'a write is refused as on an ended conversation, and it is open',
    make: ({ random, bite }) => {
      const strikesNow = strikes(random, { late: 1, most: 3 })
      return {
        before(_answer, { entry }) {
          if (!isStateWrite(entry) || !strikesNow()) return undefined
          bite()
          return { status: 403, body: { message: 'forbidden', code: 'not.authorized', status: 403 } }
        },
      }
    },
  },

  'slow-answers': {
    about: 'answers take their time, sometimes more than there is',
    make: ({ random, bite }) => {
      const slowest = random.pick([60, 150, 600])
      return {
        answer(answer) {
          const holdMs = random.below(slowest)
          if (holdMs > 40) bite()
          return { ...answer, holdMs }
        },
      }
    },
  },

  'never-answered': {
    about: 'one request is never answered',
    make: ({ random, bite }) => {
      const strikesNow = strikes(random, { late: 4 })
      return {
        answer(answer) {
          if (!strikesNow()) return answer
          bite()
          return { ...answer, holdMs: 6_000 }
        },
      }
    },
  },
}
