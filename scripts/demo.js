'use strict'

const { spawnSync } = require('node:child_process')
const path = require('node:path')
const { ROOT } = require('./run')
const { setUp } = require('./setup')

setUp()
const demo = path.join(ROOT, 'cli', 'demo.js')
const { status } = spawnSync(process.execPath, [demo, ...process.argv.slice(2)], { stdio: 'inherit' })
process.exitCode = status ?? 1
