'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** An empty folder of the test's own. */
function temporaryFolder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-'))
}

/** The paths of all files below a folder. */
function filesBelow(folder) {
  const names = fs.readdirSync(folder, { encoding: 'utf8', recursive: true })
  return names.map((name) => path.join(folder, name)).filter((file) => fs.lstatSync(file).isFile())
}

/** Every file below a folder as one text. */
function everythingIn(folder) {
  return filesBelow(folder).map((file) => fs.readFileSync(file, 'utf8')).join('\n')
}

/** The id of a process that has ended. */
function endedPid() {
  return spawnSync(process.execPath, ['-e', '']).pid
}

/** Rewrites a ledger's file as if the process that wrote it had crashed. */
function crash(file) {
  const [header, ...lines] = fs.readFileSync(file, 'utf8').split('\n')
  const { started: _started, ...rest } = JSON.parse(header)
  fs.writeFileSync(file, [JSON.stringify({ ...rest, pid: endedPid() }), ...lines].join('\n'))
  fs.rmSync(`${file}.lock`, { force: true })
}

module.exports = { crash, endedPid, everythingIn, filesBelow, temporaryFolder }
