'use strict'

// node scripts/tee.js <file> <program> [argument]...: what the program says is passed on, and its last words are kept.
const { spawn } = require('node:child_process')
const fs = require('node:fs')

const KEPT = 16_384

const [file, program, ...args] = process.argv.slice(2)
const colors = process.stdout.isTTY ? { FORCE_COLOR: '1', CARGO_TERM_COLOR: 'always' } : {}
const child = spawn(program, args, { stdio: ['inherit', 'pipe', 'pipe'], env: { ...colors, ...process.env } })
let words = Buffer.alloc(0)

function pass(from, to) {
  from.on('data', (bytes) => {
    to.write(bytes)
    words = Buffer.concat([words, bytes]).subarray(-KEPT)
  })
}

pass(child.stdout, process.stdout)
pass(child.stderr, process.stderr)
process.on('SIGTERM', () => child.kill())
child.on('error', (error) => console.error(`${program}: ${error.message}`))
child.on('close', (status) => {
  fs.writeFileSync(file, words)
  process.exitCode = status ?? 1
})
