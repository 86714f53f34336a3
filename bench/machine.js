'use strict'

const { execFileSync } = require('node:child_process')
const os = require('node:os')

const versionOf = (program) => {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/** What the figures were taken on, without its name. */
function machine() {
  const [{ model }] = os.cpus()
  return {
    cpu: model.trim(),
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
    node: process.version,
    rustc: versionOf('rustc').split(' (')[0],
    loadBefore: Number(os.loadavg()[0].toFixed(2)),
  }
}

/** How much else went on: a load far above the cores makes times of little worth. */
const loadNow = () => Number(os.loadavg()[0].toFixed(2))

module.exports = { loadNow, machine }
