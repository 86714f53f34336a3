'use strict'

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.js'],
  // Plain CommonJS: nothing to translate, and stacks keep their lines.
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/target', '<rootDir>/examples'],
}
