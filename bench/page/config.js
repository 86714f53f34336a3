'use strict'

const { launchOptions } = require('../../scripts/browser')

module.exports = {
  testDir: __dirname,
  testMatch: 'witness.spec.js',
  outputDir: process.env.BENCH_OUTPUT,
  workers: 1,
  retries: 0,
  timeout: 60_000,
  reporter: 'line',
  use: { launchOptions: launchOptions() },
}
