'use strict'

// Any command line: parsed into flags that the commands know and whose values are checked, or a usage error in words.

const assert = require('node:assert/strict')
const { Command, CommanderError } = require('commander')
const demo = require('../../../cli/demo/flags')
const reap = require('../../../cli/reap')
const simulate = require('../../../cli/simulate')
const { isGenesysError } = require('../../../lib/errors')
const { checkOptions } = require('../../../lib/options')
const { mutatedText } = require('../mutate')

const WORDS = [
  'reap', 'simulate', 'demo', '--ledger', 'folder', '--dry-run', '--wrap-up', 'Resolved', '--include-live', '--json', '--port', '0', '70000', '--tls', '--tls-host',
  'a.example', '--disconnect', 'off', 'Send', '--resource', 'messaging', '--agent', 'alerts', '--limits', 'genesys', '--seed', '7', '--trap', '--live',
  '--conversation', '--yes', '--help', '--', '-h', '--no-json', '--json=1', '', '__proto__', '--__proto__=1', '--constructor', '\u0000', '-',
]
const seeds = [
  ['reap', '--ledger', 'folder', '--dry-run'], ['reap', '--wrap-up', 'Resolved', '--include-live', '--json'], ['simulate', '--json'],
  ['simulate', '--port', '0', '--tls', '--tls-host', 'a.example', '--disconnect', 'off', '--agent', 'alerts', '--limits', 'genesys', '--seed', '7'],
  ['demo', '--resource', 'messaging'], ['demo', '--trap', '--json'], ['demo', '--live', '--conversation', 'x', '--yes'], ['demo', '--help'],
]

/** The program with actions that only tell what they were called with. */
function program(called) {
  const all = new Command('playwright-genesys').exitOverride().configureOutput({ writeOut() {}, writeErr() {} })
  for (const add of [reap.add, simulate.add]) add(all)
  for (const command of all.commands) {
    command.exitOverride().configureOutput({ writeOut() {}, writeErr() {} }).action((flags) => called.push([command.name(), flags]))
  }
  return all
}

const CHECKS = {
  reap: ({ ledger, dryRun, wrapUp, includeLive }) => checkOptions('ReapOptions', { ledger, dryRun, wrapUp, includeLive }, 'reap'),
  simulate: (flags) => checkOptions('SimulatorOptions', simulate.optionsOf(flags), 'simulate'),
}

function holdProgram(args) {
  const called = []
  try {
    program(called).parse(args, { from: 'user' })
    for (const [name, flags] of called) CHECKS[name](flags)
  } catch (error) {
    if (isGenesysError(error, 'INVALID_INPUT')) return assert.match(error.message, / is not acceptable: got .*; accepted: /s)
    assert(error instanceof CommanderError, `a ${error?.name}: ${error?.stack}`)
  }
  return undefined
}

function holdDemo(args) {
  try {
    const flags = demo.parse(args)
    assert.deepEqual(Object.keys(flags).filter((name) => !Object.hasOwn(demo.FLAGS, name)), [])
    for (const [name, value] of Object.entries(flags)) assert.equal(typeof value, demo.FLAGS[name].type)
  } catch (error) {
    assert(error instanceof demo.UsageError, `a ${error?.name}: ${error?.stack}`)
    assert(error.message.length > 0)
  }
}

function hold([command, ...rest]) {
  if (command === 'demo') holdDemo(rest)
  else holdProgram([command, ...rest])
}

function mutate(args, random) {
  const changed = [...args]
  for (let times = 1 + random.below(3); times > 0; times--) {
    const place = random.below(changed.length + 1)
    const ways = [
      () => { changed.splice(place, 0, random.pick(WORDS)) },
      () => { changed.splice(place, 1) },
      () => { changed[place % Math.max(1, changed.length)] = mutatedText(changed[place] ?? '--x', random) },
    ]
    random.pick(ways)()
  }
  return changed.length === 0 ? ['reap'] : changed.slice(0, 30).map((arg) => String(arg).slice(0, 500))
}

module.exports = { name: 'command-line', covers: /\/cli\/|\/lib\/options\//, seeds, mutate, hold }
