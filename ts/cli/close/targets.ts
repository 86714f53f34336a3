import { checkArgument } from '../../options'
import { UsageError } from '../usage'
import { withoutCode } from '../words'
import { linesOf } from './stdin'

const OPERATION = 'close'
const STDIN = '-'
const MOST = 10_000

const conversation = (id) => ({ conversationId: checkArgument('conversationId', id, OPERATION) })
const message = (id) => ({ messageId: checkArgument('by', { messageId: id }, OPERATION).messageId })

/** The same id twice is one target. */
function distinct(targets) {
  return [...new Map(targets.map((target) => [target.conversationId ?? target.messageId, target])).values()]
}

function fromLine({ text, number }) {
  try {
    return conversation(text)
  } catch (error) {
    throw new UsageError(`Line ${number} of standard input: ${withoutCode(error)}`)
  }
}

async function fromStdin({ stdin, stderr }, signal) {
  if (stdin.isTTY) stderr.write('Conversation ids, one on a line; Ctrl-D ends them.\n')
  return (await linesOf(stdin, signal)).map(fromLine)
}

/** What is to be closed: conversations, and messages that lead to some. Throws before anything is sent. */
async function targetsOf(words, messageIds, { streams, signal }) {
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

export { STDIN, targetsOf }
