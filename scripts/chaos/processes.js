'use strict'

const { fork } = require('node:child_process')
const path = require('node:path')

const { ROOT } = require('../run')
/** Seeds of processes lie further apart than those of the lanes in one. */
const APART = 104_729

/** Runs in a process of its own, with the product of a folder. */
function inProcess(options, root = ROOT) {
  const child = fork(path.join(root, 'scripts', 'chaos', 'worker.js'), { cwd: root, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: ['--no-warnings'] })
  return new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`a process of chaos ended with ${code}`)))
    child.send(options)
  })
}

function sum(results, name) {
  const total = {}
  for (const result of results) for (const [key, count] of Object.entries(result[name])) total[key] = (total[key] ?? 0) + count
  return total
}

/** The same in several processes, and what they counted together. */
async function inProcesses({ jobs, runs, seed, ...options }) {
  const share = (job) => Math.floor(runs / jobs) + (job < runs % jobs ? 1 : 0)
  const each = (job) => inProcess({ ...options, runs: share(job), seed: seed + job * APART })
  const results = await Promise.all(Array.from({ length: jobs }, (_, job) => each(job)))
  return {
    runs: results.reduce((total, result) => total + result.runs, 0),
    elapsedMs: Math.max(...results.map(({ elapsedMs }) => elapsedMs)),
    bites: sum(results, 'bites'),
    outcomes: sum(results, 'outcomes'),
    violations: results.flatMap(({ violations }) => violations),
  }
}

module.exports = { inProcess, inProcesses }
