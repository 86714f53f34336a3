'use strict'

const { isAgent, isUp, acd, agent, customer, over } = require('../org/participant')

/** Ends whoever serves, and puts somebody new of another queue there. */
function transferTo(conversation, queue) {
  conversation.change('transferred', (party) => (isAgent(party) ? over(party, 'transfer') : party))
  conversation.join('transferred', acd(queue, 'disconnected'), agent(queue))
}

/** Whether this was a write that ended a party of this conversation. */
const hasEndedAgent = ({ party, body }, conversation) =>
  body?.state !== undefined && party !== undefined && isAgent(conversation.find(party) ?? {})

module.exports = {
  'customer-stays': {
    about: 'the customer stays when the last agent has left',
    scene: { company: 'agent', strategy: 'agent' },
    make: ({ bite }) => ({
      born(conversation) { conversation.customerStays = true },
      landed(_nothing, { conversation }) { if (!conversation.isEnded && conversation.agentsUp.length === 0) bite() },
    }),
  },

  transfer: {
    about: 'it is transferred to another queue after the first read',
    make: ({ random, bite, world }) => {
      const [delayMs, queue] = [random.below(40), world.queue()]
      let hasMoved = false
      return {
        view(_body, { conversation }) {
          if (hasMoved) return
          hasMoved = true
          world.later(delayMs, () => {
            if (conversation.isEnded) return
            bite()
            transferTo(conversation, queue)
          })
        },
      }
    },
  },

  'requeued-as-fast': {
    about: 'an agent is replaced as fast as one is ended',
    make: ({ random, bite, world }) => {
      const most = 3 + random.below(60)
      let count = 0
      return {
        landed(_nothing, { conversation, entry }) {
          if (!hasEndedAgent(entry, conversation) || count++ >= most) return
          bite()
          const queue = conversation.queue ?? world.queue()
          conversation.join('routed again', customer(), agent(queue))
        },
      }
    },
  },

  'reopened-after-end': {
    about: 'after its end somebody takes it up again',
    make: ({ random, bite, world }) => {
      const delayMs = random.below(120)
      let hasReopened = false
      return {
        landed(_nothing, { conversation }) {
          if (hasReopened || !conversation.isEnded) return
          hasReopened = true
          world.later(delayMs, () => {
            bite()
            world.reopen(conversation)
          })
        },
      }
    },
  },

  'reopened-while-wrapping-up': {
    about: 'the end shows, its wrap-up does not, and meanwhile it is taken up again',
    scene: { company: 'agent', wrapUp: 'Resolved', isRequired: true },
    make: ({ bite, world }) => {
      let hasReopened = false
      const reopen = (conversation) => {
        if (hasReopened) return
        hasReopened = true
        bite()
        world.reopen(conversation)
      }
      return {
        landing: (plan) => ({ ...plan, wrapupIs: 'dropped' }),
        view(_body, { conversation, shown }) {
          if (conversation.past.length > 2 && !shown.participants.some(isUp)) world.later(1, () => reopen(conversation))
        },
      }
    },
  },

  'agents-alerting': {
    about: 'another agent is being asked beside the one who answers',
    scene: { company: 'agent' },
    make: ({ bite, world }) => ({
      born(conversation) { conversation.join('asked too', agent(conversation.queue ?? world.queue(), { state: 'alerting' })) },
      view(body) { if (body.participants.some(({ state }) => state === 'alerting')) bite() },
    }),
  },

  'agents-of-two-queues': {
    about: 'two agents, and the code is one of the first one\'s queue only',
    scene: { company: 'agent', wrapUp: 'Resolved', isRequired: true },
    make: ({ bite, world }) => {
      const other = world.queue(world.codes.filter(({ name }) => name !== 'Resolved'))
      return {
        born(conversation) { conversation.join('consulted', agent(other)) },
        codes(codes, { party }) {
          if (party.queue?.id === other.id) bite()
          return codes
        },
      }
    },
  },

  'ended-by-others': {
    about: 'the agent leaves by himself while a close is on its way',
    make: ({ random, bite, world }) => {
      const delayMs = random.below(25)
      let hasLeft = false
      return {
        view(_body, { conversation }) {
          if (hasLeft) return
          hasLeft = true
          world.later(delayMs, () => {
            if (conversation.isEnded) return
            bite()
            conversation.endAll('endpoint')
          })
        },
      }
    },
  },

  'another-customer': {
    about: 'the customer whose marker was wanted has left, and another one is there',
    scene: { guard: 'attributes' },
    make: ({ bite }) => ({
      born(conversation) {
        conversation.change('the first one left', (party) => (party.purpose === 'customer' ? over(party, 'client') : party))
        conversation.join('another one', customer({ attributes: { marker: 'of-somebody-else' } }))
        bite()
      },
    }),
  },

  'moved-between-reads': {
    about: 'between the read that was judged and the write it is in another queue',
    scene: { guard: 'queueIds', company: 'agent', wrapUp: 'Resolved', isRequired: true },
    make: ({ bite, world }) => {
      const queue = world.queue()
      let hasMoved = false
      return {
        codes(codes, { conversation }) {
          if (!hasMoved) world.later(0, () => { bite(); transferTo(conversation, queue) })
          hasMoved = true
          return codes
        },
      }
    },
  },
}
