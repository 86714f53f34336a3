import type { CloseReport, Conversation, Step } from '../index'
import { isGenesysError } from '../index'

/** What a test did and saw, for its report. */
export class TestRecord {
  readonly started = Date.now()
  readonly reports: Partial<CloseReport>[] = []
  readonly steps: Step[] = []
  readonly conversations: { at: number; conversation: Conversation }[] = []
  readonly faults: { at: number; label: string }[] = []

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
    this.conversations.push({ at: Date.now(), conversation })
    return conversation
  }

  broke(label: string): void {
    this.faults.push({ at: Date.now(), label })
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
