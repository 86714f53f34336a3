/**
 * For a flat configuration of ESLint, beside eslint-plugin-playwright: an assertion of ours that nobody awaits or returns is an
 * error, as the plugin knows it of Playwright's own. Loads nothing.
 */
export const rules: { 'playwright/missing-playwright-await': ['error', { customMatchers: string[] }] } = {
  'playwright/missing-playwright-await': ['error', {
    customMatchers: ['toBeClosed', 'toBeOpen', 'toHaveSent', 'toHaveReceived', 'toHaveParticipantState', 'toBeWrappedUp'],
  }],
}
