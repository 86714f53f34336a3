'use strict'

// An org in a process of its own, until whoever forked it is gone: node org.js <options as JSON>.
const { Simulator } = require('../..')

process.once('disconnect', () => process.exit(0))
Simulator.start(JSON.parse(process.argv[2])).then(({ url }) => process.send({ url }))
