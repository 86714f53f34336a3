'use strict'

// Makes ts/types/crossing.ts anew from what the addon's structs say, and ts/types/seen.ts from that.

const fs = require('node:fs')
const path = require('node:path')
const { ROOT, run } = require('./run')

const MADE = path.join(ROOT, 'target', 'types', 'crossing.ts')

fs.rmSync(MADE, { force: true })
// It fails where the committed file is old, and has written the new one all the same.
run('cargo', ['test', '--locked', '--lib', 'crossing::types'])
if (fs.existsSync(MADE)) {
  fs.copyFileSync(MADE, path.join(ROOT, 'ts', 'types', 'crossing.ts'))
  run(process.execPath, [path.join(__dirname, 'seen-types.js')])
} else {
  console.error('Nothing was made: see what cargo says above.')
  process.exitCode = 1
}
