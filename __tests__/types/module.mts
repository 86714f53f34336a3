// Compiled, never run: the same names for import in an ES module.
import { closeConversation, GenesysClient, GenesysError, GuestSession, Simulator } from 'playwright-genesys'
import type { GuestWitness, SimulatorOptions } from 'playwright-genesys'

export async function offline(options: SimulatorOptions): Promise<string> {
  await using simulator = await Simulator.start(options)
  await using guest = await GuestSession.connect({ ...simulator.connection, deploymentId: simulator.deploymentId })
  const witness: GuestWitness = guest
  const { messageId } = await guest.send('please close')
  await using client = new GenesysClient(simulator.connection)
  const conversationId = await client.findConversation({ messageId: messageId ?? '' })
  const report = await closeConversation(conversationId, { ...simulator.connection, wrapUp: { pick: 'first' }, guest: witness })
  return report.witnesses.wire?.saw ?? 'nothing'
}

export const rethrow = (error: unknown): never => {
  throw error instanceof GenesysError ? error : new GenesysError('DECODE', 'not one of ours', { cause: error })
}

/** A variable that is not set is an option that was not given. */
const { SOME_VARIABLE } = process.env
export const fromEnvironment = new GenesysClient({ deploymentId: SOME_VARIABLE })
