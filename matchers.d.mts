export * from './matchers.js'
