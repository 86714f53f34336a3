import { isGenesysError } from '../boundary/errors'

/** So many ids of one guest are asked for at the same time; those that wait for their record ask every two seconds. */
const MOST_AT_ONCE = 32

/** Mostly the record has been there for long; then every id has its answer in this time. */
const QUICK_MS = 1_000

/** Answers that more patience may mend: a record may come late. */
const mayComeLater = (error) => error.retryable || isGenesysError(error, 'NOT_FOUND') || isGenesysError(error, 'TIMEOUT')

/** Asks for messages, several at the same time; answers and failures by message. */
async function ask(client, messageIds, options) {
  const [answers, failures] = [new Map(), new Map()]
  const rest = [...messageIds]
  const lane = async () => {
    for (let id = rest.shift(); id !== undefined; id = rest.shift()) {
      await client.findConversation({ messageId: id }, options).then((found) => answers.set(id, found), (error) => failures.set(id, error))
    }
  }
  await Promise.all(Array.from({ length: MOST_AT_ONCE }, lane))
  return { answers, failures }
}

/** First quickly, then those without an answer with the whole patience: each may lead to a conversation of its own. */
async function askPatiently(client, messageIds, { timeoutMs, signal }) {
  const quick = await ask(client, messageIds, { signal, timeoutMs: Math.min(timeoutMs ?? QUICK_MS, QUICK_MS) })
  const late = [...quick.failures].filter(([, error]) => mayComeLater(error)).map(([id]) => id)
  if (timeoutMs <= QUICK_MS || signal.aborted) return quick
  const { answers, failures } = await ask(client, late, { signal, ...(timeoutMs && { timeoutMs }) })
  for (const id of late) quick.failures.delete(id)
  return { answers: new Map([...quick.answers, ...answers]), failures: new Map([...quick.failures, ...failures]) }
}

/**
 * Where the messages of one guest lead: `{ found, missing, errors }`, `found` a map from
 * conversation to messages, `errors` from messages whose look-up broke.
 */
async function lookUp(client, messageIds, options) {
  const { answers, failures } = await askPatiently(client, messageIds, options)
  const found = new Map()
  for (const messageId of messageIds.filter((each) => answers.has(each))) {
    const conversationId = answers.get(messageId)
    found.set(conversationId, [...(found.get(conversationId) ?? []), messageId])
  }
  const isNowhere = (id) => isGenesysError(failures.get(id), 'NOT_FOUND')
  const failed = messageIds.filter((id) => failures.has(id))
  const broken = failed.filter((id) => !isNowhere(id))
  return { found, missing: failed.filter(isNowhere), errors: new Map(broken.map((id) => [id, failures.get(id)])) }
}

export { lookUp }
