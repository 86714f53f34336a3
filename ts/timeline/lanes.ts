/** Who did it or where it was seen, in the order in which pictures and columns show them. */
export const LANES = {
  api: { title: 'API', meaning: 'Requests of the Platform API and their answers.' },
  backend: { title: 'Back-end', meaning: 'What others than the test asked of the API: the back-end under test.' },
  guest: { title: 'Guest', meaning: "Frames on the guest's own socket: → sent, ← received." },
  page: { title: 'Page', meaning: "What the guest's page showed." },
  agent: { title: 'Agent', meaning: 'Participants of the conversation other than the guest, as reads showed them.' },
  fault: { title: 'Fault', meaning: 'What the test broke on purpose, and for how long.' },
  close: { title: 'Close', meaning: 'Decisions of the close, and what was concluded.' },
  test: { title: 'Test', meaning: 'Where the test began and ended, and what its matchers saw.' },
}

/** Green is kept for what was seen; an accepted request is a claim, and only information. */
export const TONES = { ok: 'as hoped', info: 'information', warn: 'unusual', fail: 'against it' }

export type Lane = keyof typeof LANES
export type Tone = keyof typeof TONES
