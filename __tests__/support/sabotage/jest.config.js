'use strict'

// The suites under judgement; the runner of our own tests does not see them.
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.case.js'],
  transform: {},
  testTimeout: 20_000,
}
