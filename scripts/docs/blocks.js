'use strict'

const { checkCommands } = require('./blocks/commands')
const { compile } = require('./blocks/compile')
const { parseData } = require('./blocks/data')
const { execute } = require('./blocks/execute')
const { sourceOf } = require('./blocks/source')
const { blocksOf } = require('./markdown')
const { isForUsers, pages } = require('./pages')

const CODE = ['js', 'ts']

/** Compiles, runs and parses what the pages show; says what is wrong by page and line. */
async function checkBlocks() {
  const blocks = (await Promise.all(pages().map(blocksOf))).flat()
  const sources = blocks.filter(({ file, language }) => isForUsers(file) && CODE.includes(language)).map(sourceOf)
  const notCompiled = compile(sources)
  const { wrong: notRun, run } = execute(sources)
  const wrong = [...notCompiled, ...notRun, ...parseData(blocks), ...(await checkCommands())]
  for (const each of wrong) console.error(each)
  console.log(`${sources.length} blocks compiled, ${run} run, ${blocks.length} looked at; ${wrong.length === 0 ? 'nothing' : wrong.length} wrong.`)
  return wrong.length === 0
}

module.exports = { checkBlocks }
