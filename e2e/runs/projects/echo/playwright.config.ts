import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** One worker: a fault of frames strikes whichever frame is next. */
export default defineConfig(project({ workers: 1, use: { genesysOptions: { simulator: { attach: process.env['RUN_SIMULATOR'] as string } } } }))
