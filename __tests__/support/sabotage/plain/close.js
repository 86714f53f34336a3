'use strict'

const { Simulator, closeConversation } = require('../../../..')

/** A test without a runner: its exit status is all it says. Asked to hang, it says nothing, ever. */
async function main() {
  const simulator = await Simulator.start()
  const { conversationId } = await simulator.openConversation()
  if (process.argv.includes('--red')) process.exitCode = 1
  const { outcome } = await closeConversation(conversationId, { ...simulator.connection, wrapUp: 'Resolved', timeoutMs: 1_000 })
  if (outcome !== 'closed') process.exitCode = 1
}

main()
