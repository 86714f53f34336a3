import { defineConfig } from '@playwright/test'
import { project } from '../../support/project'

/** An org of a region behind a proxy; all of it is in the environment. The user's story as it stands in `e2e`, and cases. */
export default defineConfig(project({
  projects: [
    { name: 'story', testDir: '../../..', testMatch: 'e2e/story.spec.ts' },
    { name: 'cases' },
  ],
  use: {
    baseURL: `https://webmessaging.${process.env['RUN_DOMAIN']}`,
    ignoreHTTPSErrors: true,
    proxy: { server: process.env['HTTPS_PROXY'] as string },
    genesysAttach: 'always',
  },
}))
