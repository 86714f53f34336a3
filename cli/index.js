#!/usr/bin/env node
'use strict'

const { version } = require('../package.json')
const { main } = require('./main')
const { makeProgram } = require('./program')

/** In the order in which a newcomer meets them. */
const COMMANDS = ['demo', 'simulate', 'doctor', 'close', 'reap', 'sabotage']

const ENDING = `
Begin with "demo", which needs no account. Each command has a --help with
examples, and --json.

Exit status: 0 where all went well, 1 where something stayed open or failed,
2 for a command line or an environment that cannot be meant.`

const program = makeProgram('playwright-genesys', (all) => {
  all
    .description('Close Genesys Cloud web-messaging conversations from tests, and prove that the guest was told.')
    .version(version)
    .addHelpText('after', ENDING)
  for (const name of COMMANDS) require(`./${name}`).add(all)
})

main(program, process.argv.slice(2))
