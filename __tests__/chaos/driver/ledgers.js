'use strict'

const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { Ledger } = require('../../../build/ledger')

/** The ledger of a run that is over: one guest had written in all these conversations. */
function leftLedger(org, conversations) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chaos-'))
  const ledger = Ledger.open({ folder, run: 'over', worker: 0, org: org.connection })
  for (const { messageId } of conversations) ledger.opened({ guest: 'g1', messageId })
  ledger.close()
  return folder
}

const readLedger = (folder) => Ledger.read(folder)

module.exports = { leftLedger, readLedger }
