#!/usr/bin/env node
'use strict'

const { Command, CommanderError } = require('commander')
const { version } = require('../package.json')
const { isGenesysError } = require('../index')
const { STATUS } = require('./status')

const EXIT_STATUS = `
Exit status: 0 where all went well, 1 where something stayed open or failed,
2 for a command line or an environment that cannot be meant.`

function demo(program) {
  program
    .command('demo')
    .description("a guest's payload closes a conversation, told as a timeline; all its flags: demo --help")
    .argument('[flags...]')
    .allowUnknownOption()
    .helpOption(false)
    .action((flags) => require('./demo').run(flags, 'npx playwright-genesys demo'))
}

/** The whole command line; each command sets the exit status itself. */
function program() {
  const all = new Command('playwright-genesys')
    .description('Close Genesys Cloud web-messaging conversations from tests, and prove that the guest was told.')
    .version(version)
    .addHelpText('after', EXIT_STATUS)
    .exitOverride()
  const commands = [require('./doctor').add, require('./reap').add, require('./simulate').add, require('./sabotage').add, demo]
  for (const add of commands) add(all)
  return all
}

/** What went wrong, in as many words as it deserves. */
function explain(error) {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.ok : STATUS.usage
  process.stderr.write(isGenesysError(error) ? `${error.code}: ${error.message}\n` : `${error.stack}\n`)
  return isGenesysError(error, 'INVALID_INPUT') ? STATUS.usage : STATUS.failed
}

program().parseAsync().then(
  (_parsed) => {},
  (error) => { process.exitCode = explain(error) },
)
