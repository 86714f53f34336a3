#!/usr/bin/env node
import { PACKAGE } from '../boundary/package'
import * as close from './close'
import * as demo from './demo'
import * as doctor from './doctor'
import * as drift from './drift'
import * as explore from './explore'
import { main } from './main'
import { makeProgram } from './program'
import * as measure from './measure'
import * as reap from './reap'
import * as record from './record'
import * as replay from './replay'
import * as sabotage from './sabotage'
import * as simulate from './simulate'

/** In the order in which a newcomer meets them. */
const COMMANDS = [demo, simulate, doctor, close, reap, sabotage, explore, record, drift, measure, replay]

const ENDING = `
Begin with "demo", which needs no account. Each command has a --help with
examples, and --json.

Exit status: 0 where all went well, 1 where something stayed open or failed,
2 for a command line or an environment that cannot be meant.`

const program = makeProgram('playwright-genesys', (all) => {
  all
    .description('Close Genesys Cloud web-messaging conversations from tests, and prove that the guest was told.')
    .version(PACKAGE.version)
    .addHelpText('after', ENDING)
  for (const command of COMMANDS) command.add(all)
})

main(program, process.argv.slice(2))
