import { isGenesysError } from '../../boundary/errors'
import { checkArgument } from '../../options'
import { UsageError } from '../usage'
import { withoutCode } from '../words'
import { type Line, linesOf } from './stdin'

type Streams = Pick<NodeJS.Process, 'stdin' | 'stderr'>

const OPERATION = 'close'
export const STDIN = '-'
const MOST = 10_000

/** One conversation, by its id or by a message that leads to it. */
export type Target = { conversationId: string; messageId?: string } | { conversationId?: undefined; messageId: string }

const conversation = (id: string): Target => ({ conversationId: checkArgument('conversationId', id, OPERATION) })
const message = (id: string): Target => ({ messageId: checkArgument('by', { messageId: id }, OPERATION).messageId })

/** The same id twice is one target. */
function distinct(targets: Target[]): Target[] {
  return [...new Map(targets.map((target) => [target.conversationId ?? target.messageId, target])).values()]
}

function fromLine({ text, number }: Line): Target {
  try {
    return conversation(text)
  } catch (error) {
    throw new UsageError(`Line ${number} of standard input: ${isGenesysError(error) ? withoutCode(error) : String(error)}`)
  }
}

async function fromStdin({ stdin, stderr }: Streams, signal: AbortSignal): Promise<Target[]> {
  if (stdin.isTTY) stderr.write('Conversation ids, one on a line; Ctrl-D ends them.\n')
  return (await linesOf(stdin, signal)).map(fromLine)
}

/** What is to be closed: conversations, and messages that lead to some. Throws before anything is sent. */
export async function targetsOf(words: string[], messageIds: string[], { streams, signal }: { streams: Streams; signal: AbortSignal }): Promise<Target[]> {
  if (words.length + messageIds.length === 0) {
    throw new UsageError('Which conversation? Name its id, or - for ids on standard input, or --message-id.')
  }
  const named = words.filter((word) => word !== STDIN).map(conversation)
  const read = words.includes(STDIN) ? await fromStdin(streams, signal) : []
  const targets = distinct([...named, ...read, ...messageIds.map(message)])
  if (targets.length === 0) throw new UsageError('No id came on standard input.')
  if (targets.length > MOST) throw new UsageError(`${targets.length} conversations are too many at once; close at most ${MOST}.`)
  return targets
}
