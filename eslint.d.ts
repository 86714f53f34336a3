/** Rules for a flat configuration of ESLint, beside eslint-plugin-playwright; docs/playwright.md shows where they go. */
export const rules: {
  'playwright/missing-playwright-await': ['error', { customMatchers: string[] }]
}
