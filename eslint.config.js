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

module.exports = [
  { ignores: ['binding.js', 'target/', 'examples/', 'demo-report/', 'dist/'] },
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
  { files: ['__tests__/**/*.js'], languageOptions: { globals: globals.jest } },
]
