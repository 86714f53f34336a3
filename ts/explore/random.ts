const STEP = 0x6d2b79f5

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + STEP) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** In a random order that favours what weighs more, as drawing one after the other does (Efraimidis and Spirakis). */
export function drawn<T>(all: readonly T[], weightOf: (one: T) => number, random: () => number): T[] {
  return all
    .map((one) => ({ one, key: random() ** (1 / weightOf(one)) }))
    .sort((a, b) => b.key - a.key)
    .map(({ one }) => one)
}
