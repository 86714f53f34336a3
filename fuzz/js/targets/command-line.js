'use strict'

// Any command line: parsed into flags that the commands know and whose values are checked, or a usage error in words.

const assert = require('node:assert/strict')
const { CommanderError } = require('commander')
const close = require('../../../build/cli/close')
const demo = require('../../../build/cli/demo')
const { checkTogether } = require('../../../build/cli/demo/flags')
const { makeProgram } = require('../../../build/cli/program')
const reap = require('../../../build/cli/reap')
const simulate = require('../../../build/cli/simulate')
const { optionsOf } = require('../../../build/cli/simulate/config')
const { UsageError } = require('../../../build/cli/usage')
const { isGenesysError } = require('../../../build/boundary/errors')
const { checkOptions } = require('../../../build/options')
const { mutatedText } = require('../mutate')

const WORDS = [
  'reap', 'simulate', 'demo', '--ledger', 'folder', '--dry-run', '--wrap-up', 'Resolved', '--include-live', '--json', '--port', '0', '70000', '--tls', '--tls-host',
  'a.example', '--disconnect', 'off', 'Send', '--resource', 'messaging', '--agent', 'alerts', '--limits', 'genesys', '--seed', '7', '--trap', '--live',
  '--conversation', '--yes', 'close', '--queue', '--attribute', 'a=b', '=', '--started-within', '--strategy', 'teardown', '--message-id', '--print-env', '--help', '--', '-h', '--no-json', '--json=1', '', '__proto__', '--__proto__=1', '--constructor', '\u0000', '-',
]
const seeds = [
  ['reap', '--ledger', 'folder', '--dry-run'], ['reap', '--wrap-up', 'Resolved', '--include-live', '--json'], ['simulate', '--json'],
  ['simulate', '--port', '0', '--tls', '--tls-host', 'a.example', '--disconnect', 'off', '--agent', 'alerts', '--limits', 'genesys', '--seed', '7'],
  ['close', 'x', '-', '--wrap-up', 'Resolved', '--queue', 'x', '--attribute', 'a=b', '--timeout', '1'], ['simulate', '--print-env', '--', 'node'],
  ['demo', '--resource', 'messaging'], ['demo', '--trap', '--json'], ['demo', '--live', '--conversation', 'x', '--yes'], ['demo', '--help'],
]

/** The program with actions that only tell what they were called with. */
function program(called) {
  const silent = { writeOut() {}, writeErr() {} }
  return makeProgram('playwright-genesys', (all) => {
    all.configureOutput(silent)
    for (const { add } of [close, demo, reap, simulate]) add(all)
    for (const command of all.commands) command.action(() => called.push([command.name(), command.opts()]))
  })
}

const CHECKS = {
  close: close.optionsOf,
  demo: checkTogether,
  reap: ({ ledger, dryRun, wrapUp, includeLive }) => checkOptions('ReapOptions', { ledger, dryRun, wrapUp, includeLive }, 'reap'),
  simulate: (flags) => checkOptions('SimulatorOptions', optionsOf(flags), 'simulate'),
}

function hold(args) {
  const called = []
  try {
    program(called).parse(args, { from: 'user' })
    for (const [name, flags] of called) CHECKS[name](flags)
  } catch (error) {
    if (isGenesysError(error, 'INVALID_INPUT')) return assert.match(error.message, / is not acceptable: got .*; accepted: /s)
    assert(error instanceof CommanderError || error instanceof UsageError, `a ${error?.name}: ${error?.stack}`)
    assert(error.message.length > 0)
  }
  return undefined
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

module.exports = { name: 'command-line', covers: /\/cli\/|\/build\/options\//, seeds, mutate, hold }
