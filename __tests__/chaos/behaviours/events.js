'use strict'

const WITH_EVENTS = { hears: true }

module.exports = {
  'event-storm': {
    about: 'notifications come in storms',
    scene: { ...WITH_EVENTS, timeoutMs: 600 },
    make: ({ random, bite, world }) => {
      const times = 2 + random.below(4)
      return {
        event(plan) { bite(); return { ...plan, times } },
        landing(plan, { conversation }) {
          for (let turn = 1; turn < 60; turn++) world.later(turn * 5, () => { if (!conversation.isEnded) conversation.change('nothing new', (party) => party) })
          return { ...plan, delayMs: 320 }
        },
      }
    },
  },

  'event-before-the-effect': {
    about: 'a notification tells of an end that cannot be read yet',
    scene: WITH_EVENTS,
    make: ({ bite }) => ({
      landing(plan, { conversation }) {
        bite()
        conversation.change('about to end', (party) => party)
        return { ...plan, delayMs: 90 }
      },
    }),
  },

  'event-late': {
    about: 'notifications come long after what they tell of',
    scene: WITH_EVENTS,
    make: ({ random, bite }) => {
      const delayMs = 50 + random.below(300)
      return { event(plan) { bite(); return { ...plan, delayMs } } }
    },
  },
}
