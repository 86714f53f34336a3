import type { Read } from '../../timeline/collect/participants'
import type { Arrival } from '../../timeline/collect/requests'
import type { Happening } from '../../timeline/model'
import type { CloseReport, Conversation, GuestEvent, Step } from '../../types/public'
import { fromConversations, fromGuestEvents, fromReport, fromRequests } from '../../timeline'

/** What is seen while the demo runs, as entries of a timeline. */
export class Recorder {
  #reads: Read[] = []
  #own: Happening[] = []
  #guest: { events: readonly GuestEvent[] } | undefined
  #steps: Step[] = []

  /** Events of this guest; its texts are shown only where they are the demo's own. */
  watch(guest: { events: readonly GuestEvent[] }): void {
    this.#guest = guest
  }

  /** One read of the conversation. */
  saw(conversation: Conversation): void {
    this.#reads.push({ at: Date.now(), conversation })
  }

  /** Something the demo itself did or concluded. */
  note(entry: Partial<Happening> & { label: string }): void {
    this.#own.push({ at: Date.now(), lane: 'close', tone: 'info', ...entry })
  }

  /** A step of a close, as it happens. */
  step(step: Step): void {
    this.#steps.push(step)
  }

  /** Everything, once the run is over; `requests` are the server's own. */
  entries({ report, requests = [] }: { report: Partial<CloseReport> | undefined; requests?: Arrival[] }): Happening[] {
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
