import { GuestSession, type GenesysClient, type Simulator } from 'playwright-genesys'

/** What a chat shows that believes whatever came last: words after the end open it again. */
export async function lastWord({ simulator, genesys }: { simulator: Simulator; genesys: GenesysClient }): Promise<string> {
  await using guest = await GuestSession.connect(simulator.connection)
  await guest.send('My card is gone')
  const agent = simulator.agent(await guest.conversationId(genesys))
  await agent.say('I have blocked it')
  await agent.disconnect()
  await guest.closed()
  await guest.waitFor(({ text }) => text === 'I have blocked it')
  return guest.events.findLast(({ kind }) => kind === 'text' || kind === 'closed')?.kind ?? 'nothing'
}
