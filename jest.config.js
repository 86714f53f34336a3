'use strict'

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.js'],
  // Plain CommonJS: nothing to translate, and stacks keep their lines.
  transform: {},
  // A guard against tests that hang, not a measure: machines are shared.
  testTimeout: 30_000,
  // They wait for sockets and timers more than they work.
  maxWorkers: 3,
  modulePathIgnorePatterns: ['<rootDir>/target', '<rootDir>/bench/.build', '<rootDir>/examples'],
}
