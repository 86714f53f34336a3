'use strict'

module.exports = { testDir: __dirname, testMatch: 'playwright.spec.js', workers: 1, retries: 0, expect: { timeout: 321 } }
