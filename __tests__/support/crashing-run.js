'use strict'

// A test run that opens conversations, notes what it sees, and is killed in the middle of a frame:
// node crashing-run.js <how many> <ledger>. It prints each message id as it is noted.
const fs = require('node:fs')
const { GuestSession } = require('../..')
const { Ledger } = require('../../build/ledger')

const [count, folder] = [Number(process.argv[2]), process.argv[3]]
const ledger = Ledger.open({ folder, run: 'killed-run', worker: 0, org: { apiUrl: process.env.PLAYWRIGHT_GENESYS_API_URL } })
const seen = new Set()

/** Called from the guest's own frame handler, for each event in order. */
function notice(guest, { messageId = undefined, kind, acknowledged = undefined }) {
  if (messageId === undefined || kind !== 'text' || !acknowledged) return
  ledger.opened({ guest, messageId })
  if (!seen.has(guest)) fs.writeSync(1, `${messageId}\n`)
  seen.add(guest)
  if (seen.size === count) process.kill(process.pid, 'SIGKILL')
}

async function open(guest) {
  const session = await GuestSession.connect({})
  session.closeWhen((event) => {
    notice(guest, event)
    return false
  })
  ledger.sent({ guest })
  await session.send(`a text of ${guest} that nobody may keep`)
}

Promise.all(Array.from({ length: count }, (_, index) => open(`guest-${index}`)))
