'use strict'

const { Linter } = require('eslint')
const playwright = require('eslint-plugin-playwright')
const { matchers } = require('../dist/matchers')
const { rules } = require('../dist/eslint')

const plugin = /** @type {import('eslint').ESLint.Plugin} */ (playwright.default ?? playwright)

/** What ESLint says of one line in a spec of a user's. */
function complaints(line) {
  const spec = `import { expect, test } from 'playwright-genesys/playwright'\ntest('x', async ({ guest }) => {\n${line}\n})`
  return new Linter().verify(spec, [{ plugins: { playwright: plugin }, rules }]).map(({ line: at, message }) => `${at}: ${message}`)
}

test.each(Object.keys(matchers))('%s must be awaited, and its negation', (name) => {
  for (const assertion of [`expect(guest).${name}()`, `expect(guest).not.${name}()`]) {
    expect(complaints(assertion)).toEqual([`3: '${name}' must be awaited or returned.`])
    expect(complaints(`await ${assertion}`)).toEqual([])
    expect(complaints(`return ${assertion}`)).toEqual([])
  }
})
