#!/usr/bin/env node
'use strict'

const { addFlags, checkTogether } = require('./demo/flags')
const { ORG, ending } = require('./help')
const { orInterrupted } = require('./interrupt')
const { main } = require('./main')
const { makeProgram } = require('./program')
const { STATUS } = require('./status')

const SCRIPT = 'npm run demo --'
const COMMAND = 'npx playwright-genesys demo'
const DESCRIPTION = "A guest's payload closes a conversation, and a timeline shows whether the guest was told."

const endingFor = (command) => ending({
  notes: ['The timeline is also written to demo-report/, as a page, a picture and JSON.'],
  examples: [command.replace(/ --$/, ''), `${command} --disconnect off`, `${command} --trap`, `${command} --live --conversation <id>`],
  environment: ORG,
  when: ', for --live',
  statuses: [
    [STATUS.ok, 'the verdict is "closed"'],
    [STATUS.failed, 'it is not, which some scenes are there to show'],
    [STATUS.usage, 'the command line or the environment cannot be meant'],
  ],
})

/** Plays one scene. What is needed for it is loaded only then. */
function play(flags) {
  if (flags.live) return require('./demo/live').playLive(flags)
  return orInterrupted(flags.trap ? require('./demo/trap').playTrap(flags) : require('./demo/close').playClose(flags))
}

/** Plays one scene and shows it; `command` is how it was called, for what it says of itself. */
async function run(flags, command) {
  checkTogether(flags)
  const scene = await play(flags)
  const { timeline } = require('../lib/timeline')
  const { show, write } = require('./demo/output')
  const { suggestions } = require('./demo/suggestions')
  const { isClosed } = require('./demo/verdict')
  const model = timeline(scene)
  const { stdout, stderr } = process
  show(model, { files: write(model), others: suggestions(flags, command), json: flags.json, stdout, stderr })
  process.exitCode = isClosed(scene.verdict) ? STATUS.ok : STATUS.failed
}

function shape(command, called) {
  const whole = addFlags(command.description(DESCRIPTION)).addHelpText('after', endingFor(called))
  return whole.action((flags) => run(flags, called))
}

/** Adds the command to the program. */
function add(program) {
  shape(program.command('demo').summary("a guest's payload closes a conversation, told as a timeline"), COMMAND)
}

if (require.main === module) main(makeProgram(SCRIPT, (script) => shape(script, SCRIPT)), process.argv.slice(2))

module.exports = { add }
