'use strict'

// Checks of the docs: all of them, or those that are named.

const { duration } = require('./run')

const CHECKS = {
  links: () => require('./docs/links').checkLinks(),
  spelling: () => require('./docs/spelling').checkSpelling(),
  made: () => require('./docs/made').checkMade(),
  blocks: () => require('./docs/blocks').checkBlocks(),
  outputs: () => require('./docs/outputs').checkOutputs(),
}

async function perform(name) {
  const started = Date.now()
  const passed = await CHECKS[name]()
  console.log(`${passed ? 'passed' : 'FAILED'}  docs: ${name}, ${duration(started)}`)
  return passed
}

async function main(wanted) {
  const unknown = wanted.filter((name) => !Object.hasOwn(CHECKS, name))
  if (unknown.length > 0) throw new Error(`There is no check ${unknown.join(', ')}; checks: ${Object.keys(CHECKS).join(', ')}.`)
  const names = wanted.length > 0 ? wanted : Object.keys(CHECKS)
  const results = []
  for (const name of names) results.push(await perform(name))
  return results.every(Boolean)
}

main(process.argv.slice(2)).then(
  (passed) => { process.exitCode = passed ? 0 : 1 },
  (error) => {
    console.error(error.message)
    process.exitCode = 2
  },
)
