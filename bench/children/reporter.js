'use strict'

// Writes the report of one test with so many events.

const path = require('node:path')
const { answer } = require('./answer')
const { bigTest } = require('../../__tests__/support/big-test')
const { testReport } = require(path.join(process.env.BENCH_PRODUCT, 'dist/tools.js'))['timeline/index']

answer({
  report({ count }) {
    const test = bigTest({ count })
    global.gc?.()
    const cpu = process.cpuUsage()
    testReport(test)
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / 1000
  },
})
