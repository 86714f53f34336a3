'use strict'

const js = require('@eslint/js')
const globals = require('globals')

const rules = {
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' }],
  'no-var': 'error',
  'prefer-const': 'error',
  eqeqeq: 'error',
  semi: ['error', 'never'],
  quotes: ['error', 'single', { avoidEscape: true }],
  'max-len': ['error', { code: 140, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
}

/** Takes globals back that an earlier block has given. */
const off = (names) => Object.fromEntries(Object.keys(names).map((name) => [name, 'off']))

module.exports = [
  { ignores: ['binding.js', 'target/', 'bench/.build/', 'demo-report/', 'dist/', 'build/'] },
  js.configs.recommended,
  {
    files: ['**/*.js'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'commonjs', globals: globals.node },
    rules: { ...rules, strict: ['error', 'global'] },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { ecmaVersion: 2023, sourceType: 'module', globals: globals.node },
    rules,
  },
  {
    // What browsers run; the files of the bootstrap are bundled and find each other by require.
    files: ['src/simulator/pages/assets/**/*.{js,mjs}'],
    languageOptions: { globals: { ...off(globals.node), ...globals.browser } },
  },
  { files: ['src/simulator/pages/assets/bootstrap/*.js'], languageOptions: { globals: { require: 'readonly', module: 'readonly' } } },
  // Examples are written as their readers would write them.
  { files: ['examples/**/*.js'], languageOptions: { globals: globals.jest }, rules: { strict: 'off' } },
  { files: ['examples/*/app/**/*.js'], languageOptions: { sourceType: 'module', globals: { ...off(globals.node), ...globals.browser } } },
  { files: ['__tests__/**/*.js'], languageOptions: { globals: globals.jest } },
]
