import { stripVTControlCharacters } from 'node:util'

const SINCE = / \(after \d+ ms\)/g
const TIMES = /\b\d+ ms\b/g
const IDS = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g

/** What a rejection says, without colours, times and ids. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => undefined, (reason: unknown) => reason)
  if (!(error instanceof Error)) throw new Error('It did not fail.')
  return stripVTControlCharacters(error.message).replace(SINCE, '').replace(TIMES, '# ms').replace(IDS, '<id>')
}
