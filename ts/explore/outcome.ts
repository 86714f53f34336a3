import type { Timeline } from '../timeline/model'
import type { Course } from './course'

/** What a test came to under a schedule. */
export interface Outcome {
  test: string
  schedule: string
  failed: boolean
  /** It left itself out: of this order nothing is known. */
  skipped?: boolean | undefined
  /** Nothing where no simulator was met. */
  course?: Course | undefined
  /** The failing test's own words. */
  message?: string | undefined
  timeline?: Timeline | undefined
  ms: number
}
