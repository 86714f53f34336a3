import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** One worker: what it records of one test must not be in the recording of the next. */
export default defineConfig(project({ workers: 1, fullyParallel: false }))
