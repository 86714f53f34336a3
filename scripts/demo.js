'use strict'

const { spawn } = require('node:child_process')
const path = require('node:path')
const { ROOT } = require('./run')
const { setUp } = require('./setup')

setUp()
const demo = path.join(ROOT, 'build', 'cli', 'demo-script.js')
const child = spawn(process.execPath, [demo, ...process.argv.slice(2)], { stdio: 'inherit' })
// Whoever ends this process means the demo; what a terminal has sent to both comes twice, and counts once there.
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])) process.on(name, () => child.kill(name))
child.once('exit', (status) => { process.exitCode = status ?? 1 })
