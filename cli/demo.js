#!/usr/bin/env node
'use strict'

const { timeline } = require('../lib/timeline')
const { playClose } = require('./demo/close')
const { HELP, UsageError, parse } = require('./demo/flags')
const { playLive } = require('./demo/live')
const { show, write } = require('./demo/output')
const { suggestions } = require('./demo/suggestions')
const { playTrap } = require('./demo/trap')
const { isClosed } = require('./demo/verdict')

const STATUS = { closed: 0, notClosed: 1, usage: 2 }

function play(flags) {
  if (flags.live) return playLive(flags)
  return flags.trap ? playTrap(flags) : playClose(flags)
}

/** Plays one scene, shows it, and answers with the exit status. */
async function main(args, { stdout, stderr }) {
  const flags = parse(args)
  if (flags.help) {
    stdout.write(HELP)
    return STATUS.closed
  }
  const scene = await play(flags)
  const model = timeline(scene)
  show(model, { files: write(model), others: suggestions(flags), json: flags.json, stdout, stderr })
  return isClosed(scene.verdict) ? STATUS.closed : STATUS.notClosed
}

main(process.argv.slice(2), process).then(
  (status) => { process.exitCode = status },
  (error) => {
    const isUsage = error instanceof UsageError
    process.stderr.write(isUsage ? `${error.message}\nSee --help.\n` : `The demo failed: ${error.stack}\n`)
    process.exitCode = isUsage ? STATUS.usage : STATUS.notClosed
  },
)
