#!/usr/bin/env node
'use strict'

const { timeline } = require('../lib/timeline')
const { playClose } = require('./demo/close')
const { UsageError, helpFor, parse } = require('./demo/flags')
const { playLive } = require('./demo/live')
const { show, write } = require('./demo/output')
const { suggestions } = require('./demo/suggestions')
const { playTrap } = require('./demo/trap')
const { isClosed } = require('./demo/verdict')
const { STATUS } = require('./status')

function play(flags) {
  if (flags.live) return playLive(flags)
  return flags.trap ? playTrap(flags) : playClose(flags)
}

/** Plays one scene, shows it, and answers with the exit status. */
async function main(args, command, { stdout, stderr }) {
  const flags = parse(args)
  if (flags.help) {
    stdout.write(helpFor(command))
    return STATUS.ok
  }
  const scene = await play(flags)
  const model = timeline(scene)
  show(model, { files: write(model), others: suggestions(flags, command), json: flags.json, stdout, stderr })
  return isClosed(scene.verdict) ? STATUS.ok : STATUS.failed
}

function explain(error) {
  const isUsage = error instanceof UsageError
  process.stderr.write(isUsage ? `${error.message}\nSee --help.\n` : `The demo failed: ${error.stack}\n`)
  return isUsage ? STATUS.usage : STATUS.failed
}

/** The demo as a command; `command` is how it was called, for what it says of itself. */
async function run(args, command) {
  process.exitCode = await main(args, command, process).catch(explain)
}

if (require.main === module) run(process.argv.slice(2), 'npm run demo --')

module.exports = { run }
