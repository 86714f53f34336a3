import { playClose } from './demo/close'
import { addFlags, checkTogether } from './demo/flags'
import { playLive } from './demo/live'
import { show, write } from './demo/output'
import { suggestions } from './demo/suggestions'
import { playTrap } from './demo/trap'
import { isClosed } from './demo/verdict'
import { ORG, ending } from './help'
import { orInterrupted } from './interrupt'
import { STATUS } from './status'
import { timeline } from '../timeline'

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

/** Plays one scene. */
function play(flags) {
  if (flags.live) return playLive(flags)
  return orInterrupted(flags.trap ? playTrap(flags) : playClose(flags))
}

/** Plays one scene and shows it; `command` is how it was called, for what it says of itself. */
async function run(flags, command) {
  checkTogether(flags)
  const scene = await play(flags)
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

export { add, shape }
