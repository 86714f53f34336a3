import { isGenesysError } from '../boundary/errors'
import { now } from '../boundary/time'
import type { Assertion } from '../timeline/collect/test'
import type { CloseReport, Conversation, Step } from '../types/public'

/** Something that was broken on purpose. */
interface Broken {
  at: number
  what: string
  fault?: { readonly hits: number } | undefined
}

/** What a test did and saw, for its report. */
export class TestRecord {
  readonly started = now()
  readonly reports: Partial<CloseReport>[] = []
  readonly conversations: { at: number; conversation: Conversation }[] = []
  readonly matchers: Assertion[] = []
  /** What the clean-up asked the org; no close of the test. */
  readonly cleanUp: Step[] = []
  /** When the test's own part was over. */
  ended: number | undefined
  readonly #broken: Broken[] = []

  /** A close that ended well. */
  closed(report: CloseReport): CloseReport {
    this.reports.push(report)
    return report
  }

  /** What a close that failed had done until then. */
  failed(error: unknown): void {
    if (isGenesysError(error) && error.report !== undefined) this.reports.push(error.report)
  }

  read(conversation: Conversation): Conversation {
    this.conversations.push({ at: now(), conversation })
    return conversation
  }

  broke<F extends { readonly hits: number } | undefined>(what: string, fault?: F): F {
    this.#broken.push({ at: now(), what, fault })
    return fault as F
  }

  /** What was broken, with how often each struck until now. */
  faults(): { at: number; what: string; hits?: number }[] {
    return this.#broken.map(({ at, what, fault }) => ({ at, what, ...(fault !== undefined && { hits: fault.hits }) }))
  }
}

/** The record of the test that runs at the moment; between tests one that nobody reads. */
export class Recorder {
  current = new TestRecord()

  begin(): TestRecord {
    this.current = new TestRecord()
    return this.current
  }
}
