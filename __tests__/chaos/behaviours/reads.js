'use strict'

const { clock } = require('../org/conversation')
const { isUp, over } = require('../org/participant')

const OPTIONAL = [
  'connectedTime', 'endTime', 'disconnectType', 'queue', 'wrapup', 'wrapupRequired', 'wrapupPrompt', 'wrapupSkipped', 'attributes', 'user', 'held',
]
const LOOKS = ['view', 'record']
const isLook = ({ kind }) => LOOKS.includes(kind)

/** Counts the looks at each conversation. */
function counting() {
  const counts = new Map()
  return ({ id }) => counts.set(id, (counts.get(id) ?? 0) + 1).get(id)
}

/** The list without whoever is still there; as it is, where nobody has ended yet. */
function endedOnly(body) {
  const ended = body.participants.filter((party) => !isUp(party))
  return ended.length === 0 ? body : { ...body, participants: ended }
}

/** What a replica shows that is behind by so much; the record of the conversation comes from elsewhere and is not. */
const behind = (conversation, lag) => conversation.at(clock() - lag)

/** An answer to a look with everybody ended, as a copy from an earlier end would show them. */
const asEnded = (body) => ({ ...body, participants: body.participants.map((party) => ({ ...party, ...over(party, 'client') })) })

module.exports = {
  'stale-reads': {
    about: 'every read of the participants is late by up to 200 ms',
    make: ({ random, bite }) => {
      const lag = 30 + random.below(170)
      return {
        shown(latest, { conversation, entry }) {
          const shown = entry.kind === 'view' ? behind(conversation, lag) : latest
          if (shown !== latest) bite()
          return shown
        },
      }
    },
  },

  'alternating-reads': {
    about: 'one replica of two is late by up to 200 ms',
    make: ({ random, bite }) => {
      const lag = 30 + random.below(170)
      let turn = random.below(2)
      return {
        shown(latest, { conversation, entry }) {
          if (entry.kind !== 'view' || turn++ % 2 === 0) return latest
          const shown = behind(conversation, lag)
          if (shown !== latest) bite()
          return shown
        },
      }
    },
  },

  'reopened-before': {
    about: 'it had ended once, and was taken up again; a first read still shows the end',
    scene: { company: 'agent' },
    make: ({ random, bite, world }) => {
      const until = clock() + 40 + random.below(100)
      let hasBitten = false
      return {
        born(conversation) {
          conversation.endAll()
          world.reopen(conversation)
        },
        shown(latest, { conversation, entry }) {
          if (entry.kind !== 'view' || (hasBitten && clock() > until)) return undefined
          hasBitten = true
          bite()
          return conversation.past.find(({ participants }) => !participants.some(isUp))
        },
      }
    },
  },

  'record-refused': {
    about: 'the token may not read the record of a conversation, and the first list is short',
    scene: { kind: 'close', company: 'agent' },
    make: ({ random, bite }) => {
      const [status, nth] = [random.pick([403, 404]), counting()]
      return {
        view: (body, { conversation }) => (nth(conversation) === 1 ? endedOnly(body) : body),
        before(_answer, { entry }) {
          if (entry.kind !== 'record') return undefined
          bite()
          return { status, body: { message: 'no', code: status === 403 ? 'missing.any.permissions' : 'not.found', status } }
        },
      }
    },
  },

  'shrinking-lists': {
    about: 'whoever was listed once is missing later, though still there',
    make: ({ random, bite }) => {
      const purpose = random.pick(['customer', 'agent', 'acd'])
      const from = 1 + random.below(2)
      const nth = counting()
      return {
        born(conversation) { conversation.customerStays = purpose === 'customer' },
        view(body, { conversation }) {
          const looks = nth(conversation)
          const rest = body.participants.filter((party) => party.purpose !== purpose)
          if (looks <= from || rest.length === 0 || rest.length === body.participants.length) return body
          if (body.participants.some((party) => party.purpose === purpose && isUp(party))) bite()
          return { ...body, participants: rest }
        },
      }
    },
  },

  'first-list-short': {
    about: 'the very first list lacks whoever is still there',
    make: ({ bite }) => {
      const nth = counting()
      return {
        view(body, { conversation }) {
          const short = endedOnly(body)
          if (nth(conversation) > 1 || short.participants.length === body.participants.length) return body
          bite()
          return short
        },
      }
    },
  },

  'empty-lists': {
    about: 'a list is empty once or twice',
    make: ({ random, bite }) => {
      const [from, until] = [random.below(2), 1 + random.below(3)]
      const nth = counting()
      return {
        view(body, { conversation }) {
          const looks = nth(conversation)
          if (looks <= from || looks > until) return body
          bite()
          return { ...body, participants: [] }
        },
      }
    },
  },

  'second-hand': {
    about: 'a proxy answers with a copy from before: 203, 206, or an Age',
    make: ({ random, bite }) => {
      const [how, from] = [random.pick([{ status: 203 }, { status: 206 }, { headers: { age: '61' } }]), random.below(2)]
      const nth = counting()
      return {
        answer(answer, { entry, conversation }) {
          if (entry.kind !== 'view' || answer.status !== 200 || entry.isWrite) return answer
          const looks = nth(conversation)
          if (looks <= from || looks > from + 2) return answer
          bite()
          entry.isCopy = true
          return { ...answer, ...how, body: asEnded(answer.body) }
        },
      }
    },
  },

  'another-conversation': {
    about: 'an answer names a conversation that was not asked for',
    make: ({ random, bite, stranger }) => {
      const from = random.below(2)
      const nth = counting()
      return {
        view(body, { entry, conversation }) {
          if (nth(conversation) <= from) return body
          bite()
          entry.isOfAnother = true
          return asEnded({ ...body, id: stranger.id })
        },
      }
    },
  },

  'another-record': {
    about: 'the record names a conversation that was not asked for, with communications of its own',
    scene: { company: 'agent', strategy: 'conversation', wrapUp: 'Resolved' },
    make: ({ bite, stranger }) => ({
      record(body, { entry }) {
        bite()
        entry.isOfAnother = true
        const theirs = (index) => stranger.participants[index % 3].communicationId
        const parties = body.participants.map((party, index) => ({ ...party, messages: [{ ...party.messages[0], id: theirs(index) }] }))
        return { ...body, id: stranger.id, participants: parties }
      },
    }),
  },

  'gone-after-write': {
    about: 'after an accepted write the conversation is not found any more',
    make: ({ bite }) => {
      let isGone = false
      return {
        landing(plan) {
          isGone = true
          return plan
        },
        before(_answer, { entry }) {
          if (!isGone || entry.isWrite || !isLook(entry)) return undefined
          bite()
          return { status: 404, body: { message: 'The requested resource was not found.', code: 'not.found', status: 404 } }
        },
      }
    },
  },

  nulls: {
    about: 'every optional field that is absent is there, as null',
    make: ({ bite }) => {
      const filled = (party) => ({ ...Object.fromEntries(OPTIONAL.map((name) => [name, null])), ...party })
      return {
        view(body) {
          bite()
          return { ...body, name: null, divisions: null, recentTransfers: null, participants: body.participants.map(filled) }
        },
        record(body) {
          bite()
          const communication = (each) => ({ disconnectType: null, wrapup: null, segments: null, ...each })
          const nothing = { endTime: null, wrapup: null, queueId: null, calls: null }
          const party = (each) => ({ ...nothing, ...each, messages: each.messages.map(communication) })
          return { endTime: null, divisions: null, ...body, participants: body.participants.map(party) }
        },
      }
    },
  },

  'words-of-tomorrow': {
    about: 'states in upper case, and states that nobody knows yet; they count as open',
    make: ({ random, bite }) => {
      const word = random.pick(['LEVITATING', 'converting', 'transmitting'])
      const [from, purpose] = [random.below(2), random.pick(['customer', 'acd'])]
      const nth = counting()
      return {
        born(conversation) { conversation.customerStays = purpose === 'customer' },
        view(body, { conversation }) {
          const looks = nth(conversation)
          const participants = body.participants.map((party) => {
            if (!isUp(party)) return { ...party, state: party.state.toUpperCase() }
            if (looks <= from || party.purpose !== purpose) return party
            bite()
            return { ...party, state: word }
          })
          return { ...body, participants }
        },
      }
    },
  },

  'dates-that-contradict': {
    about: 'the Date of an answer is days away, and the conversation is old',
    scene: { guard: 'startedWithinMs' },
    make: ({ random, bite }) => {
      const days = random.pick([-3, 3])
      const shifted = () => new Date(Date.now() + days * 86_400_000).toUTCString()
      return {
        born(conversation) {
          if (days > 0) return
          const old = new Date(Date.now() - 3 * 86_400_000).toISOString()
          conversation.isOld = true
          conversation.change('long ago', (party) => ({ ...party, startTime: old }))
        },
        answer(answer, { entry }) {
          if (entry.kind !== 'view') return answer
          bite()
          return { ...answer, headers: { ...answer.headers, date: shifted() } }
        },
      }
    },
  },

  'times-unreadable': {
    about: 'who has been there for long has no start time that can be read',
    scene: { guard: 'startedWithinMs' },
    make: ({ random, bite }) => {
      const time = random.pick([undefined, 'yesterday', null])
      return {
        born(conversation) { conversation.isOld = true },
        view(body) {
          bite()
          return { ...body, participants: body.participants.map((party, index) => (index === 0 ? { ...party, startTime: time } : party)) }
        },
      }
    },
  },
}
