'use strict'

// Imports one package in a process that has done nothing before, takes some names of it, and says
// what that took.

const [name, taken] = process.argv.slice(2)
const [before, cpu, began] = [process.memoryUsage.rss(), process.cpuUsage(), performance.now()]
const door = require(name)
for (const each of taken.split(',')) void door[each]
const ms = performance.now() - began
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, mib: (process.memoryUsage.rss() - before) / 2 ** 20 }))
