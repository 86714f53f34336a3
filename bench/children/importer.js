'use strict'

// Imports one package in a process that has done nothing before, and says what that took.

const name = process.argv[2]
const before = process.memoryUsage.rss()
const began = performance.now()
if (name !== '') require(name)
const ms = performance.now() - began
process.stdout.write(JSON.stringify({ ms, rss: process.memoryUsage.rss() - before }))
