import { fromConversations, fromGuestEvents, fromReport, fromRequests } from '../../timeline'

/** What is seen while the demo runs, as entries of a timeline. */
class Recorder {
  #reads = []
  #own = []
  #guest
  #steps = []

  /** Events of this guest; its texts are shown only where they are the demo's own. */
  watch(guest) {
    this.#guest = guest
  }

  /** One read of the conversation. */
  saw(conversation) {
    this.#reads.push({ at: Date.now(), conversation })
  }

  /** Something the demo itself did or concluded. */
  note(entry) {
    this.#own.push({ at: Date.now(), lane: 'close', tone: 'info', ...entry })
  }

  /** A step of a close, as it happens. */
  step(step) {
    this.#steps.push(step)
  }

  /** Everything, once the run is over; `requests` are the server's own. */
  entries({ report, requests = [] }) {
    const steps = report?.steps ?? this.#steps
    return [
      ...fromRequests(requests, { steps }),
      ...fromReport({ ...report, steps }),
      ...fromConversations(this.#reads),
      ...fromGuestEvents(this.#guest?.events ?? [], { texts: true }),
      ...this.#own,
    ]
  }
}

export { Recorder }
