import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

export default defineConfig(project({ use: { genesysOptions: { simulator: { attach: process.env['RUN_SIMULATOR'] as string } } } }))
