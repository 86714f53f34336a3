import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** Tests that are meant to fail, on the simulator of whoever runs them: its records outlive the run. */
export default defineConfig(project({ use: { genesysOptions: { simulator: { attach: process.env['RUN_SIMULATOR'] as string } } } }))
