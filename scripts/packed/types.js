'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { addExample, copy } = require('./project')
const { bin } = require('./work')

const EXAMPLES = ['quick-start', 'hard-disconnect', 'agent-desktop', 'own-back-end', 'own-fixtures', 'flip-back', 'live']
const MODERN = { node16: 'node16', nodenext: 'nodenext', bundler: 'esnext' }
const COMPILERS = {
  'typescript': MODERN,
  // Only the older one still knows how Node.js 10 looked packages up.
  'typescript-5.9': { ...MODERN, node10: 'commonjs' },
}

/** What is compiled: examples, the README's spec, and sources that say what must be refused too. */
function gather(project) {
  for (const name of EXAMPLES) addExample(project, name)
  copy('e2e/story.spec.ts', path.join(project, 'e2e', 'story.spec.ts'))
  copy('__tests__/types', path.join(project, 'types'))
  // The same spec once more, as an ES module: there the other half of `exports` counts.
  copy('examples/quick-start/tests', path.join(project, 'module'))
  fs.writeFileSync(path.join(project, 'module', 'package.json'), JSON.stringify({ type: 'module' }))
}

function config(moduleResolution, module) {
  const knowsModules = moduleResolution !== 'node10'
  // Declarations are the same files in each way of finding them: once for each compiler is enough.
  const skipLibCheck = moduleResolution !== 'nodenext'
  return {
    compilerOptions: {
      target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable', 'esnext.disposable'], types: ['node'], strict: true, noEmit: true, module,
      moduleResolution, skipLibCheck,
    },
    include: ['examples/**/*.ts', 'e2e/**/*.ts', 'types/**/*.ts', ...(knowsModules ? ['types/**/*.mts', 'module/**/*.ts'] : [])],
  }
}

/** Compiles it all with each compiler in each way of looking packages up. */
function checkTypes(project) {
  gather(project)
  for (const [compiler, resolutions] of Object.entries(COMPILERS)) {
    for (const [resolution, module] of Object.entries(resolutions)) {
      const file = path.join(project, `tsconfig.${resolution}.json`)
      fs.writeFileSync(file, JSON.stringify(config(resolution, module)))
      bin(project, compiler, ['-p', file], { cwd: project })
    }
    console.log(`  ${compiler}: ${Object.keys(resolutions).join(', ')}`)
  }
}

module.exports = { checkTypes }
