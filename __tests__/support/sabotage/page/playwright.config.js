'use strict'

module.exports = { testMatch: '*.spec.js', reporter: 'line', workers: 1 }
