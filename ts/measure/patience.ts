/** How long it waits, in milliseconds. */
export interface Patience {
  /** For an agent who answers. */
  agentMs: number
  /** For what may come, or not. */
  windowMs: number
  /** From one read to the next. */
  everyMs: number
}

export const PATIENCE: Patience = { agentMs: 60_000, windowMs: 5_000, everyMs: 500 }

/** Two writes have 30 s each to show. */
const SHOWS_MS = 60_000

/** At most; what it takes is known afterwards. */
export const BUDGET = {
  conversations: 3,
  requests: ({ agentMs, windowMs, everyMs }: Patience): number => 80 + Math.ceil((2 * agentMs + 4 * windowMs + SHOWS_MS) / everyMs),
  ms: ({ agentMs, windowMs }: Patience): number => 2 * agentMs + 9 * windowMs + SHOWS_MS + 60_000,
}
