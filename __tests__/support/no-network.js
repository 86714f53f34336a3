'use strict'

// Preloaded into a process that must reach nobody: every way of Node.js to the net, to names and to
// other programs says which one was taken, and throws.

const TAKEN = 'A way out was taken: '

function close(object, name, label) {
  if (typeof object[name] !== 'function') throw new Error(`${label} is not there to be closed.`)
  object[name] = () => {
    process.stderr.write(`${TAKEN}${label}\n`)
    process.exitCode = 9
    throw new Error(`${TAKEN}${label}`)
  }
}

const WAYS = {
  net: ['connect', 'createConnection'],
  tls: ['connect'],
  http: ['request', 'get'],
  https: ['request', 'get'],
  http2: ['connect'],
  dns: ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveSrv'],
  'dns/promises': ['lookup', 'resolve', 'resolve4', 'resolve6'],
  dgram: ['createSocket'],
  child_process: ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'],
}

for (const [name, functions] of Object.entries(WAYS)) {
  const module = require(`node:${name}`)
  for (const each of functions) close(module, each, `${name}.${each}`)
}
close(require('node:net').Socket.prototype, 'connect', 'net.Socket.connect')
close(require('node:net').Server.prototype, 'listen', 'net.Server.listen')
close(globalThis, 'fetch', 'fetch')
// What is imported by name sees the closed ones too.
require('node:module').syncBuiltinESMExports()

module.exports = { TAKEN }
