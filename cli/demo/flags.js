'use strict'

const { parseArgs } = require('node:util')
const { nearest } = require('../../lib/options/nearest')

/** A command line that cannot be meant. */
class UsageError extends Error {}

const SIMULATED = { onlyWith: 'the simulator' }
const LIVE = { onlyWith: '--live' }

/** Every flag once: the parser, the help and the errors read this. */
const FLAGS = {
  resource: { type: 'string', choices: ['messages', 'messaging'], doc: 'The close resource that the org speaks (messages).' },
  disconnect: { type: 'string', choices: ['off', 'Send', 'ReadOnly'], ...SIMULATED, doc: "What the deployment tells its guests of an end (ReadOnly). The vendor's own default is off." },
  agent: { type: 'string', choices: ['answers', 'alerts', 'none'], ...SIMULATED, doc: 'A scripted agent: takes the conversation, lets it ring, or none (answers).' },
  trap: { type: 'boolean', ...SIMULATED, doc: 'The request that answers 200 and does nothing, seen through. Implies --resource messaging.' },
  'wrap-up': { type: 'string', value: 'name', doc: 'The wrap-up code by its name (with the simulator: E2E Test Closure).' },
  live: { type: 'boolean', doc: "Close a conversation of a real org, with the environment's credentials." },
  conversation: { type: 'string', value: 'id', ...LIVE, doc: 'Which one. It must have started within the last hour.' },
  yes: { type: 'boolean', ...LIVE, doc: 'Do not ask before closing.' },
  json: { type: 'boolean', doc: 'Print the timeline as JSON.' },
  help: { type: 'boolean', doc: 'Show this.' },
}

const named = (name) => `--${name}`
const list = (words) => words.join(', ')

function checkName(name, rawName) {
  if (Object.hasOwn(FLAGS, name)) return
  const meant = nearest(name, Object.keys(FLAGS))
  const hint = meant === undefined ? '' : ` Did you mean ${named(meant)}?`
  throw new UsageError(`There is no flag ${rawName}.${hint} Flags: ${list(Object.keys(FLAGS).map(named))}.`)
}

function checkValue(name, value) {
  const { type, choices, value: kind } = FLAGS[name]
  if (type === 'boolean') {
    if (value === undefined) return
    throw new UsageError(`${named(name)} takes no value, got ${JSON.stringify(value)}.`)
  }
  if (value === undefined || value === '' || value.startsWith('--')) {
    throw new UsageError(`${named(name)} needs a value: ${choices ? `one of ${list(choices)}` : `<${kind}>`}.`)
  }
  if (choices === undefined || choices.includes(value)) return
  const meant = nearest(value, choices)
  throw new UsageError(`${named(name)} cannot be ${JSON.stringify(value)}; choose one of ${list(choices)}.${meant ? ` Did you mean ${meant}?` : ''}`)
}

function checkToken(token) {
  if (token.kind === 'positional') throw new UsageError(`${JSON.stringify(token.value)} is no flag. Flags: ${list(Object.keys(FLAGS).map(named))}.`)
  if (token.kind !== 'option') return
  checkName(token.name, token.rawName)
  checkValue(token.name, token.value)
}

function checkTogether(flags) {
  const place = flags.live ? LIVE.onlyWith : SIMULATED.onlyWith
  const stray = Object.keys(flags).find((name) => FLAGS[name].onlyWith !== undefined && FLAGS[name].onlyWith !== place)
  if (stray !== undefined) throw new UsageError(`${named(stray)} goes only with ${FLAGS[stray].onlyWith}.`)
  if (flags.trap && flags.resource === 'messages') throw new UsageError('--trap is a request of the resource messaging; leave --resource messages out.')
  if (flags.trap && flags['wrap-up'] !== undefined) throw new UsageError('--trap closes nothing, so --wrap-up has no place beside it.')
  if (flags.live && flags.conversation === undefined) throw new UsageError('--live needs --conversation <id>: the conversation that is to be closed.')
}

/** The flags that were given; throws a UsageError that names the choices. */
function parse(args) {
  const options = Object.fromEntries(Object.entries(FLAGS).map(([name, { type }]) => [name, { type }]))
  const { values, tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  tokens.forEach(checkToken)
  if (!values.help) checkTogether(values)
  return { ...values }
}

function helpLine([name, { value, choices, doc }]) {
  const argument = choices ? ` ${choices.join('|')}` : value ? ` <${value}>` : ''
  return `  ${`${named(name)}${argument}`.padEnd(34)} ${doc}`
}

/** The help, for the demo called as `command`. */
const helpFor = (command) => `A guest's payload closes the conversation, and a timeline shows whether the guest was told.

Usage: ${command} [flags]

${Object.entries(FLAGS).map(helpLine).join('\n')}

Exit status: 0 where the verdict is closed, 1 where it is not, 2 for a command line that cannot be meant.
`

module.exports = { FLAGS, UsageError, helpFor, parse }
