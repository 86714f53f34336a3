'use strict'

const { spawnSync } = require('node:child_process')
const { ROOT } = require('../run')

const LONGEST_MS = 60_000

/** One conversation of a guest, closed, and the guest told. */
const CLOSE = `
  const { GenesysClient, GuestSession, Simulator } = require(process.argv[1])
  const main = async () => {
    const simulator = await Simulator.start()
    const client = new GenesysClient(simulator.connection)
    const guest = await GuestSession.connect({ ...simulator.connection, client })
    await guest.send('hello')
    const { outcome, witnesses } = await client.closeConversation(await guest.conversationId(), { guest, wrapUp: 'Resolved' })
    await guest.dispose()
    await client.dispose()
    await simulator.stop()
    console.log(outcome, witnesses.server.saw, witnesses.wire.saw)
  }
  main().catch((error) => { console.error(error.message); process.exitCode = 1 })`

/** Loads one addon in a process of its own and closes a simulated conversation; gives what went wrong, or nothing. */
function failureOf(addon, node = process.execPath) {
  const env = { ...process.env, NAPI_RS_NATIVE_LIBRARY_PATH: addon }
  const { status, signal, stdout, stderr, error } = spawnSync(node, ['-e', CLOSE, ROOT], { encoding: 'utf8', env, timeout: LONGEST_MS })
  if (status === 0 && stdout.trim() === 'closed closed closed') return undefined
  return (error?.message ?? `${stdout}${stderr}`.trim()) || `the process ended with ${signal ?? status}`
}

module.exports = { CLOSE, failureOf }
