'use strict'

const CONVERSATION = '5e75f908-764d-458b-873c-3f494577ffce'
const AGENT = 'c5b9d5b3-407d-40be-a984-4aa9919974f8'

/** Reproducible noise. */
function random(seed) {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
}

const MESSAGES = `/api/v2/conversations/messages/${CONVERSATION}`
const REQUESTS = [
  ['read', 'GET', MESSAGES, 200],
  ['codes', 'GET', `${MESSAGES}/participants/${AGENT}/wrapupcodes`, 200],
  ['wrap up', 'PATCH', `${MESSAGES}/participants/${AGENT}`, 202],
  ['disconnect', 'PATCH', `${MESSAGES}/participants/${AGENT}`, 409],
  ['read', 'GET', MESSAGES, 429],
]
const EVENTS = [
  { direction: 'sent', kind: 'text', text: 'please end this', acknowledged: true },
  { direction: 'received', kind: 'text', text: 'How can I help?' },
  { direction: 'received', kind: 'typing' },
  { direction: 'received', kind: 'socket', detail: { phase: 'closed', code: 1006, attempt: 1 } },
  { direction: 'received', kind: 'socket', detail: { phase: 'open', attempt: 2 } },
  { direction: 'sent', kind: 'presence', detail: { presence: 'Join' } },
]

/**
 * Something like a real test with so many events, in bursts as tests have them.
 * @returns {Parameters<typeof import('../../build/timeline').testReport>[0]}
 */
function bigTest({ count = 200, seed = 1, spread = 20_000, started = Date.UTC(2026, 0, 1) } = {}) {
  const next = random(seed)
  const pick = (list) => list[Math.floor(next() * list.length)]
  const bursts = Array.from({ length: 12 }, () => next() * spread)
  const at = () => started + Math.floor(Math.min(spread, pick(bursts) + next() ** 2 * spread * 0.06))
  const parts = { steps: [], events: [], page: [], faults: [], matchers: [], conversations: [] }
  const states = ['alerting', 'connected', 'disconnected', 'connected']
  const makers = [
    () => {
      const [name, method, path, status] = pick(REQUESTS)
      parts.steps.push({ at: at(), name, method, path, status, elapsedMs: Math.floor(4 + next() * 180), correlationId: AGENT })
    },
    () => parts.events.push({ at: at(), ...pick(EVENTS), ...(next() < 0.1 && { injected: true }) }),
    () => parts.events.push({ at: at(), ...pick(EVENTS) }),
    () => parts.page.push({ at: at(), what: pick(['open', 'closed', 'loaded', 'navigated', 'event']), detail: 'https://shop.example/chat?token=abc' }),
    () => parts.steps.push({ at: at(), name: 'decide', detail: 'the agent is disconnected' }),
    () => {
      const pass = next() < 0.8
      const message = pass ? undefined : 'GUEST_UI_OPEN: The page still shows it as open.'
      parts.matchers.push({ at: at(), name: pick(['toBeClosed', 'toHaveSent', 'toBeOpen']), pass, durationMs: Math.floor(next() * 500), message })
    },
    () => {
      const from = at()
      parts.faults.push({ at: from, until: from + 400, what: pick(['closing frame lost', 'connect refused', 'socket cut']), hits: 1 })
    },
    () => parts.conversations.push({ at: at(), conversation: { id: CONVERSATION, state: 'open', participants: [] } }),
  ]
  for (let index = 0; index < count - 3; index++) makers[index < 20 ? index % makers.length : Math.floor(next() ** 1.4 * makers.length)]()
  parts.conversations.sort((a, b) => a.at - b.at)
  for (const [index, { conversation }] of parts.conversations.entries()) {
    conversation.participants.push({ id: AGENT, purpose: 'agent', state: states[index % states.length] })
  }
  const { events, steps, ...rest } = parts
  return {
    title: 'checkout.spec.ts › the guest is told when the agent ends the chat',
    subtitle: 'chromium, worker 1, first run',
    ...rest,
    guests: [{ name: 'guest', events }],
    started,
    ended: started + spread,
    verdict: { tone: 'fail', code: 'GUEST_UI_OPEN', text: "GUEST_UI_OPEN: The server has closed the conversation and the guest's socket carried the closing frame, but the page still shows it as open: the banner “Chat ended” is not visible.", hint: 'The app did not react to the frame: look at its handler of Presence Disconnect.' },
    reports: [{
      conversationId: CONVERSATION,
      steps,
      agents: [],
      witnesses: {
        server: { saw: 'closed', afterMs: 42, detail: 'state disconnected, read back' },
        wire: { saw: 'closed', mode: 'ReadOnly', afterMs: 37, detail: 'told by Presence Disconnect; mode ReadOnly' },
        page: { saw: 'open', detail: 'the banner is not visible' },
      },
    }],
  }
}

module.exports = { bigTest }
