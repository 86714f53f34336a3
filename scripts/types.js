'use strict'

// Makes ts/types/crossed.ts anew from what Rust serialises: npm run types:make

const { run } = require('./run')

process.exitCode = run('cargo', ['test', '--locked', '--lib', 'crossing'], { TYPES_MAKE: '1' }) ? 0 : 1
