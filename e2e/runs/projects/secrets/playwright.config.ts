import path from 'node:path'
import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

const reports = process.env['RUN_REPORTS'] as string

/** Every report that Playwright writes into files, of tests that have secrets in hand. */
export default defineConfig(project({
  reporter: [
    [require.resolve('../../support/recorder')],
    ['list'],
    ['html', { open: 'never', outputFolder: path.join(reports, 'html') }],
    ['blob', { outputDir: path.join(reports, 'blob') }],
    ['json', { outputFile: path.join(reports, 'report.json') }],
    ['junit', { outputFile: path.join(reports, 'report.xml') }],
  ],
  use: { genesysAttach: 'always', genesysOptions: { simulator: { attach: process.env['RUN_SIMULATOR'] as string } } },
}))
