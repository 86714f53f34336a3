// Compiled, never run: what a TypeScript user writes must be accepted, and what cannot work refused.
import { closeConversation, GenesysClient, GenesysError, isGenesysError, reap, Simulator } from 'playwright-genesys'
import type { CloseManyReport, CloseReport, Conversation, GenesysErrorCode, Guard, WrapUp } from 'playwright-genesys'

const id = '11111111-2222-4333-8444-555555555555'

export async function oneCall(signal: AbortSignal): Promise<string> {
  const report: CloseReport = await closeConversation(id, {
    region: 'eu-west-1',
    retry: false,
    wrapUp: 'E2E Test Closure',
    guard: { attributes: { run: '1' } },
    signal,
    onStep: (step) => console.log(step.name.toUpperCase(), step.at.toFixed()),
  })
  if (report.wrapUp.status === 'applied') return report.wrapUp.id
  if (report.wrapUp.status === 'pending') return report.wrapUp.detail
  return report.summary()
}

export async function withClient(ids: AsyncIterable<string>): Promise<CloseManyReport> {
  await using client = new GenesysClient({ requestsPerMinute: 'unlimited' })
  const conversation: Conversation = await client.conversation(id).get()
  const found: string = await client.findConversation({ messageId: conversation.id })
  await client.listWrapUpCodes({ queueId: found })
  const { ok, findings } = await client.doctor({ queueId: found, origin: 'https://shop.example' }, { probeWrites: true, timeoutMs: 2_000 })
  const told: string[] = findings.filter(({ status }) => !ok && status === 'failed').map(({ check, detail, why, fix }) => [check, detail, why, fix ?? ''].join(': '))
  told.sort()
  return client.closeConversations(ids, { concurrency: 4, onFailed: ({ error }) => console.log(error.code) })
}

export function narrowed(error: unknown): GenesysErrorCode | undefined {
  if (isGenesysError(error, 'RATE_LIMITED')) return error.retryAfterMs === undefined ? undefined : error.code
  return error instanceof GenesysError ? error.code : undefined
}

export async function reaped(): Promise<string[]> {
  const simulator = await Simulator.attach('https://127.0.0.1:1', { caFile: 'ca.pem' })
  const report = await reap({ ...simulator.connection, ledger: 'ledger', dryRun: true, onProgress: ({ done }) => console.log(done) })
  const many: CloseManyReport = report
  return [many.closed, report.unknown, report.leftAlone.alive].map(String).concat(report.conversations.map(({ outcome }) => outcome))
}

export const wrapUps: WrapUp[] = [{ id }, { name: 'Resolved', notes: 'by a test' }, { pick: 'first', tags: ['e2e'] }]
export const guard: Guard = { startedWithinMs: 60_000 }

// @ts-expect-error a wrap-up has to name a code
export const noCode: WrapUp = { notes: 'only notes' }
// @ts-expect-error the witness of many conversations would be one guest
export const oneGuestForMany: Parameters<GenesysClient['closeConversations']>[1] = { guest: undefined as never, onStep: () => {} }
// @ts-expect-error an unknown strategy
void closeConversation(id, { strategy: 'hard' })
// @ts-expect-error a misspelt option
void closeConversation(id, { wrapup: 'Resolved' })
// @ts-expect-error a guest cannot testify for what was left behind
void reap({ guest: undefined as never })
// @ts-expect-error a code that does not exist
isGenesysError(undefined, 'EXHAUSTED')
