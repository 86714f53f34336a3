/** Who may bring another order about: what no one allows is not tried. */
export type Allows = 'network' | 'servers' | 'documents'

interface Kind { allows: Allows; what: string }

/** Every kind of choice point, with what allows it to be otherwise. */
export const KINDS = {
  session: { allows: 'network', what: 'the answer to configureSession' },
  jwt: { allows: 'network', what: 'the answer to getJwt' },
  echo: { allows: 'servers', what: "the guest's own message come back" },
  text: { allows: 'servers', what: 'a message of agent or bot' },
  typing: { allows: 'servers', what: 'a typing indicator' },
  closing: { allows: 'servers', what: 'the frame that tells the end' },
  cleared: { allows: 'servers', what: 'the frame that tells of a cleared conversation' },
  displaced: { allows: 'servers', what: 'the frame that tells of a connection elsewhere' },
  expired: { allows: 'servers', what: 'the frame that tells of an expired session' },
  uploadurl: { allows: 'network', what: 'the address for an upload' },
  uploaded: { allows: 'servers', what: 'the frame that tells of an upload that succeeded' },
  refusal: { allows: 'network', what: 'a refused request' },
  configuration: { allows: 'network', what: "the deployment's configuration" },
  other: { allows: 'servers', what: 'any other frame' },
  history: { allows: 'servers', what: 'an answer of the history' },
  drop: { allows: 'network', what: 'a socket that drops' },
  effect: { allows: 'servers', what: 'when an accepted change takes effect' },
  wrapup: { allows: 'servers', what: 'disconnect and wrap-up, in which order' },
  notice: { allows: 'servers', what: 'notification and frame, in which order' },
  clock: { allows: 'documents', what: 'a time-out that is met' },
} as const satisfies Record<string, Kind>

export const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[]
