'use strict'

// Five hundred closes, each aborted at a seeded moment; `npm test` has a small form of it.
const { run } = require('./run')

const [moments = '500'] = process.argv.slice(2)
const passed = run('cargo', ['test', '--locked', '--test', 'abort_moments'], { ABORT_MOMENTS: moments })
process.exitCode = passed ? 0 : 1
