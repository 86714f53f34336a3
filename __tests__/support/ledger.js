'use strict'

const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')

/** An empty folder of the test's own. */
function temporaryFolder() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-'))
}

/** Every file below a folder as one text. */
function everythingIn(folder) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => fs.readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8')).join('\n')
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

module.exports = { crash, endedPid, everythingIn, temporaryFolder }
