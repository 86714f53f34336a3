import { type Readable, addAbortSignal } from 'node:stream'
import { Declined, UsageError } from '../usage'

const MOST_BYTES = 1_048_576

export interface Line { text: string; number: number }

/** The lines of standard input that are not blank, each with its number; what is no list of ids has an end too. */
export async function linesOf(input: Readable, signal: AbortSignal): Promise<Line[]> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of addAbortSignal(signal, input) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > MOST_BYTES) throw new UsageError('Standard input is longer than 1 MiB; close so many in parts.')
      chunks.push(chunk)
    }
  } catch (error) {
    if (signal.aborted) throw new Declined('Interrupted; nothing was closed.')
    throw error
  }
  const lines = Buffer.concat(chunks).toString('utf8').split('\n')
  return lines.map((line, index) => ({ text: line.trim(), number: index + 1 })).filter(({ text }) => text !== '')
}
