import type { Update } from '../lib/internal'

/** How a socket closed, as the page was told. */
export interface Closing {
  code: number
  wasClean: boolean
}

/** Brings the closing of a socket, and the page's word on how it closed, together; either may come first. */
export class Closings {
  #unexplained: Update[] = []
  #unseen: Closing[] = []

  /** A socket was seen to close: the event with what is known of it. */
  seen(update: Update): Update {
    const how = this.#unseen.shift()
    const { wasClean: _unknown, ...detail } = update.event.detail ?? {}
    const told = { ...update, event: { ...update.event, detail: { ...detail, ...how } } }
    if (how === undefined) this.#unexplained.push(told)
    return told
  }

  /** The page has said how: the event that is to be put right, if it was seen already. */
  explained(how: Closing): Update | undefined {
    const update = this.#unexplained.shift()
    if (update === undefined) {
      this.#unseen.push(how)
      return undefined
    }
    return { ...update, event: { ...update.event, detail: { ...update.event.detail, ...how } } }
  }
}
