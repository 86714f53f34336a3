'use strict'

/** [name, packages, the test file there and here, the command] */
const RUNNERS = [
  ['Jest 29, node', ['jest@29.7.0'], ['cases.test.js', 'in-jest.js'], ['jest']],
  ['Jest 29, jsdom', ['jest@29.7.0', 'jest-environment-jsdom@29.7.0'], ['cases.test.js', 'in-jest.js'], ['jest', '--env=jsdom']],
  ['Jest 30, node', ['jest@30.5.2'], ['cases.test.js', 'in-jest.js'], ['jest']],
  ['Jest 30, jsdom', ['jest@30.5.2', 'jest-environment-jsdom@30.5.2'], ['cases.test.js', 'in-jest.js'], ['jest', '--env=jsdom']],
  ['Vitest 4', ['vitest@4.1.12'], ['cases.test.mjs', 'in-vitest.mjs'], ['vitest', 'run', '--reporter=verbose']],
  ['Vitest 5', ['vitest@5.1.2', 'node@22.23.3'], ['cases.test.mjs', 'in-vitest.mjs'], ['vitest', 'run', '--reporter=verbose']],
]

module.exports = { RUNNERS }
