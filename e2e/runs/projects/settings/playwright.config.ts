import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** All that says which org is meant is in the environment. */
export default defineConfig(project({ workers: 1 }))
