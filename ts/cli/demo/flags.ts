import type { Command } from 'commander'
import { UsageError } from '../usage'
import { choice, flag } from '../flags'

/** As commander reads them. */
export interface DemoFlags {
  resource?: 'messages' | 'messaging'
  disconnect?: 'off' | 'Send' | 'ReadOnly'
  agent?: 'answers' | 'alerts' | 'none'
  trap?: true
  wrapUp?: string
  live?: true
  conversation?: string
  yes?: true
  json?: true
}

const LIVE_ONLY = { conversation: '--conversation', yes: '--yes' }
const SIMULATED_ONLY = { disconnect: '--disconnect', agent: '--agent', trap: '--trap' }

/** Adds the demo's flags to a command. */
export function addFlags(command: Command): Command {
  return command
    .addOption(choice('--resource <name>', 'the close resource that the org speaks (default: messages)', ['messages', 'messaging']))
    .addOption(choice('--disconnect <how>', "what the deployment tells its guests of an end (default: ReadOnly; the vendor's own default is off)", ['off', 'Send', 'ReadOnly']))
    .addOption(choice('--agent <script>', 'a scripted agent: takes the conversation, lets it ring, or none (default: answers)', ['answers', 'alerts', 'none']))
    .addOption(flag('--trap', 'the request that answers 200 and does nothing, seen through; implies --resource messaging'))
    .addOption(flag('--wrap-up <name>', 'the wrap-up code by its name (default, with the simulator: E2E Test Closure)'))
    .addOption(flag('--live', "close a conversation of a real org, with the environment's credentials"))
    .addOption(flag('--conversation <id>', 'which one, with --live; it must have started within the last hour'))
    .addOption(flag('--yes', 'do not ask before closing, with --live'))
    .addOption(flag('--json', 'print the timeline as JSON'))
}

/** Flags that cannot be meant together. */
export function checkTogether(flags: DemoFlags): void {
  const strays = Object.entries(flags.live ? SIMULATED_ONLY : LIVE_ONLY)
  const stray = strays.find(([name]) => flags[name as keyof DemoFlags] !== undefined)
  if (stray !== undefined) throw new UsageError(`${stray[1]} goes only with ${flags.live ? 'the simulator' : '--live'}.`)
  if (flags.trap && flags.resource === 'messages') throw new UsageError('--trap is a request of the resource messaging; leave --resource messages out.')
  if (flags.trap && flags.wrapUp !== undefined) throw new UsageError('--trap closes nothing, so --wrap-up has no place beside it.')
  if (flags.live && flags.conversation === undefined) throw new UsageError('--live needs --conversation <id>: the conversation that is to be closed.')
}
