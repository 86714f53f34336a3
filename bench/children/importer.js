'use strict'

// Imports one package in a process that has done nothing before, takes some names of it, makes one of
// a class where that is asked for, and says what all that took.

const [name, taken, made] = process.argv.slice(2)
const [before, cpu, began] = [process.memoryUsage.rss(), process.cpuUsage(), performance.now()]
const door = require(name)
for (const each of taken.split(',')) void door[each]
if (made) new door[made]({})
const ms = performance.now() - began
const { user, system } = process.cpuUsage(cpu)
process.stdout.write(JSON.stringify({ ms, cpuMs: (user + system) / 1000, mib: (process.memoryUsage.rss() - before) / 2 ** 20 }))
