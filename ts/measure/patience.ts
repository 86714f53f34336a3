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

/** At most; what it takes is known afterwards. */
export const BUDGET = {
  conversations: 3,
  requests: ({ agentMs, windowMs, everyMs }: Patience): number => 60 + Math.ceil((2 * agentMs + 4 * windowMs) / everyMs),
  ms: ({ agentMs, windowMs }: Patience): number => 2 * agentMs + 8 * windowMs + 60_000,
}
