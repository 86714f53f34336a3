/** What the simulator does in each mode, and where a test has to look to notice. */
export const MODES = {
  'accepts-but-ignores': {
    lie: 'writes answer success; nothing changes',
    look: 'the conversation, read again after the close',
  },
  'never-tells-guest': {
    lie: 'the conversation ends; its guest is told nothing',
    look: "the guest: its socket's frames, or what its page shows",
  },
  'wrong-read-only': {
    lie: 'read-only where the guest may write on, and the other way round',
    look: 'whether the guest may still write: toBeClosed({ mode })',
  },
  'closes-neighbour': {
    lie: 'the end of one conversation ends another one too',
    look: 'a second conversation that has to stay open',
  },
  'leaves-acw-open': {
    lie: 'wrap-ups are accepted and lost; after-call work stays pending',
    look: 'the wrap-up, read again: toBeWrappedUp(code)',
  },
  reopens: {
    lie: '300 ms after its end a conversation is routed again',
    look: 'whether it stays closed: toBeClosed() waits a second, staysForMs sets it',
  },
}

export type Mode = keyof typeof MODES
export const MODE_NAMES = Object.keys(MODES) as Mode[]
