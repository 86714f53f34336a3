'use strict'

const { acd, agent, isAgent, isUp, over } = require('../org/participant')
const { uuid } = require('../org/ids')

/** A trigger that is armed before its payload comes; what happens between is the behaviour. */
const ARMED = { kind: 'when', arms: true, company: 'agent', strategy: 'auto', wrapUp: 'Resolved', isEnded: false, guard: undefined, mode: 'Send', timeoutMs: 2_700 }

const code = (name) => ({ id: uuid(), name })

const endAgents = (conversation, why) => conversation.change(why, (party) => (isAgent(party) && isUp(party) ? over(party, 'transfer') : party))

const between = (about, act, scene = {}) => ({
  about,
  scene: { ...ARMED, ...scene },
  make: ({ bite, world }) => ({
    armed(_nothing, { conversation }) {
      if (conversation.isEnded) return
      bite()
      act(conversation, world)
    },
  }),
})

module.exports = {
  'plan-transferred': between('it is transferred between plan and payload, and its new agent is there', (conversation, world) => {
    const queue = world.queue()
    endAgents(conversation, 'transferred')
    conversation.join('transferred', acd(queue, 'disconnected'), agent(queue))
  }),

  'plan-requeued': between('it is put back into the queue between plan and payload, and the next agent is asked', (conversation, world) => {
    const queue = conversation.queue ?? world.queue()
    endAgents(conversation, 'put back')
    conversation.join('put back', acd(queue), agent(queue, { state: 'alerting' }))
  }),

  'plan-ended': between('others end it between plan and payload', (conversation) => conversation.endAll('endpoint')),

  'plan-joined': between('a second agent is there between plan and payload', (conversation, world) => {
    conversation.join('joined', agent(conversation.queue ?? world.queue()))
  }),

  'plan-without-its-code': {
    about: 'the code of the plan is deleted and made anew before the payload',
    scene: ARMED,
    make: ({ bite, world }) => {
      const codes = [code('Other'), code('Resolved')]
      return { queue: world.queue(codes), armed() { bite(); codes[1] = code('Resolved') } }
    },
  },

  'plan-of-another-chat': {
    about: 'it ends without a word between plan and payload, and the payload begins another conversation',
    scene: { ...ARMED, guard: undefined },
    make: ({ bite }) => {
      let isSilent = false
      return {
        telling: (plan) => ({ ...plan, isTold: plan.isTold && !isSilent }),
        armed(_nothing, { conversation, guest }) {
          bite()
          isSilent = true
          conversation.endAll('endpoint')
          isSilent = false
          guest.conversation = undefined
        },
      }
    },
  },
}
