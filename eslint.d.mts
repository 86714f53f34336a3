export * from './eslint.js'
