'use strict'

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.js'],
  modulePathIgnorePatterns: ['<rootDir>/target', '<rootDir>/examples'],
}
