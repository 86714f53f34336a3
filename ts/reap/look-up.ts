import { type GenesysError, isGenesysError } from '../boundary/errors'
import type { GenesysClient } from '../client/client'
import type { CallOptions } from '../types/public'
import { inLanes } from './lanes'

/** So many ids of one guest are asked for at the same time; those that wait for their record ask every two seconds. */
const MOST_AT_ONCE = 32

/** Mostly the record has been there for long; then every id has its answer in this time. */
const QUICK_MS = 1_000

/** Answers that more patience may mend: a record may come late. */
const mayComeLater = (error: GenesysError) => error.retryable || isGenesysError(error, 'NOT_FOUND') || isGenesysError(error, 'TIMEOUT')

export interface LookUpOptions { timeoutMs?: number | undefined; signal: AbortSignal }

/** `found` from conversation to messages, `errors` from messages whose look-up broke. */
export interface LookedUp { found: Map<string, string[]>; missing: string[]; errors: Map<string, GenesysError> }

/** Asks for messages, several at the same time; answers and failures by message. */
async function ask(client: GenesysClient, messageIds: string[], options: CallOptions) {
  const [answers, failures] = [new Map<string, string>(), new Map<string, GenesysError>()]
  await inLanes(messageIds, MOST_AT_ONCE, async (id) => {
    await client.findConversation({ messageId: id }, options).then((found) => answers.set(id, found), (error) => failures.set(id, error))
  })
  return { answers, failures }
}

/** First quickly, then those without an answer with the whole patience: each may lead to a conversation of its own. */
async function askPatiently(client: GenesysClient, messageIds: string[], { timeoutMs, signal }: LookUpOptions) {
  const quick = await ask(client, messageIds, { signal, timeoutMs: Math.min(timeoutMs ?? QUICK_MS, QUICK_MS) })
  const late = [...quick.failures].filter(([, error]) => mayComeLater(error)).map(([id]) => id)
  if ((timeoutMs ?? Infinity) <= QUICK_MS || signal.aborted) return quick
  const { answers, failures } = await ask(client, late, { signal, ...(timeoutMs && { timeoutMs }) })
  for (const id of late) quick.failures.delete(id)
  return { answers: new Map([...quick.answers, ...answers]), failures: new Map([...quick.failures, ...failures]) }
}

/** Where the messages of one guest lead. */
export async function lookUp(client: GenesysClient, messageIds: string[], options: LookUpOptions): Promise<LookedUp> {
  const { answers, failures } = await askPatiently(client, messageIds, options)
  const found = new Map<string, string[]>()
  for (const messageId of messageIds) {
    const conversationId = answers.get(messageId)
    if (conversationId !== undefined) found.set(conversationId, [...(found.get(conversationId) ?? []), messageId])
  }
  const failed = messageIds.flatMap((id) => { const error = failures.get(id); return error === undefined ? [] : [{ id, error }] })
  const missing = failed.filter(({ error }) => isGenesysError(error, 'NOT_FOUND'))
  const broken = failed.filter((each) => !missing.includes(each))
  return { found, missing: missing.map(({ id }) => id), errors: new Map(broken.map(({ id, error }) => [id, error])) }
}
