import type { Update } from '../lib/internal'

/** How a socket ended, as the page was told, and when. */
export interface Ending {
  at: number
  code?: number
  wasClean?: boolean
}

/** Brings the end of a socket, and the page's word on it, together; either may come first. */
export class Endings {
  #unexplained: Update[] = []
  #unseen: Ending[] = []

  /** A socket was seen to end: the event with what is known of it. */
  seen(update: Update): Update {
    const told = this.#unseen.shift()
    if (told !== undefined) return withWord(update, told)
    this.#unexplained.push(update)
    return update
  }

  /** The page has said how: the event that is to be put right, if it was seen already. */
  explained(told: Ending): Update | undefined {
    const update = this.#unexplained.shift()
    if (update !== undefined) return withWord(update, told)
    this.#unseen.push(told)
    return undefined
  }
}

/** The page knows best when it was: what Playwright says comes later on a busy machine. */
function withWord({ index, event }: Update, { at, ...told }: Ending): Update {
  return { index, event: { ...event, at, detail: { ...event.detail, ...told } } }
}
