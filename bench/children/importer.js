'use strict'

// Imports one package in a process that has done nothing before, takes some names of it, makes one of
// a class where that is asked for, and says what all that took; not what looking at a process and telling took.

const [name, taken, made] = process.argv.slice(2)

const look = () => ({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage(), at: performance.now() })
look()
const before = look()
const door = require(name)
for (const each of taken.split(',')) void door[each]
if (made) new door[made]({})
const after = look()

const cpuMs = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000
console.log(JSON.stringify({ ms: after.at - before.at, cpuMs, mib: (after.rss - before.rss) / 2 ** 20 }))
