import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** What a configuration says of an early end and of second tries is not meant for runs that explore. */
export default defineConfig(project({ forbidOnly: true, retries: 2, maxFailures: 1, globalTimeout: 600_000, reporter: 'list' }))
