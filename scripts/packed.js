'use strict'

// The package as users get it: packed, installed elsewhere, and used by the examples.

const path = require('node:path')
const { duration } = require('./run')
const { checkBlame } = require('./packed/blame')
const { OLDEST_PLAYWRIGHT, checkDoor } = require('./packed/door')
const { checkDoors } = require('./packed/doors')
const { browserPath, runExample } = require('./packed/examples')
const { exploreExample } = require('./packed/explore')
const { inFolder, program } = require('./packed/program')
const { makeProject, pinned } = require('./packed/project')
const { makeTarballs } = require('./packed/tarballs')
const { judge } = require('./packed/tools')
const { checkTypes } = require('./packed/types')
const { tryManagers } = require('./packages/project')

const RUN = ['quick-start', 'hard-disconnect', 'agent-desktop', 'own-fixtures', 'own-back-end', 'flip-back', 'jest']
const RUN_BY_THE_OLDEST = ['quick-start', 'hard-disconnect', 'own-fixtures']
const TOOLS = ['@playwright/test', '@types/node', 'typescript', 'jest', 'purecloud-platform-client-v2'].map(pinned)
const OLDER = ['typescript-5.9@npm:typescript@5.9.3', 'expect@^30.0.0']

/** One part of the work, with the time it took. */
function part(title, work) {
  const started = Date.now()
  console.log(`${title}:`)
  const result = work()
  console.log(`  ${duration(started)}`)
  return result
}

function check(folder) {
  const tarballs = part('pack, and what is in it', () => makeTarballs(folder))
  part('publint and attw', () => judge(tarballs.root.file))
  const project = part('install', () => makeProject(path.join(folder, 'newest'), { tarballs, packages: [...TOOLS, ...OLDER] }))
  part('doors', () => checkDoors(project))
  part('types', () => checkTypes(project))
  part('examples', () => RUN.forEach((name) => runExample(project, name, browserPath())))
  part('explore', () => exploreExample(project, browserPath()))
  part('errors', () => checkBlame(project, browserPath()))
  // yarn takes longer: npm run packages.
  part('clean projects of npm and pnpm', () => console.log(tryManagers(['npm', 'pnpm'], { folder, tools: path.join(folder, 'managers'), tarballs })))
  const older = part(`install ${OLDEST_PLAYWRIGHT}`, () => makeProject(path.join(folder, 'oldest'), { tarballs, packages: [OLDEST_PLAYWRIGHT] }))
  part(`examples, ${OLDEST_PLAYWRIGHT}`, () => RUN_BY_THE_OLDEST.forEach((name) => runExample(older, name, browserPath())))
  part(`the door, ${OLDEST_PLAYWRIGHT}`, () => console.log(`  ${checkDoor(older)}`))
}

program(() => inFolder('packed', check))
