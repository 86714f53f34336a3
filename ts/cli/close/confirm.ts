import { ask } from '../ask'
import { Declined, UsageError } from '../usage'

/** So many of a simulator are ended without a question. */
const HANDFUL = 5
const MOST_SHOWN = 10
const CONFIRMATION = 'close'

const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`

/** Whether somebody has to say so before it is done. */
const mustAsk = (count, { isSimulated }) => count > 0 && (count > HANDFUL || !isSimulated)

function question(targets, { host }) {
  const shown = targets.slice(0, MOST_SHOWN).map(({ conversationId }) => `  ${conversationId}\n`)
  const more = targets.length > MOST_SHOWN ? `  and ${targets.length - MOST_SHOWN} more\n` : ''
  return `About to end ${plural(targets.length, 'conversation')} of ${host}:
${shown.join('')}${more}--dry-run shows what they are. Type "${CONFIRMATION}" to end ${targets.length === 1 ? 'it' : 'them'}: `
}

/** Where a question will be necessary there has to be somebody to answer it: looked at before anything is sent. */
function checkAnswerable(count, org, { readsStdin, input }) {
  if (!mustAsk(count, org) || (input.isTTY && !readsStdin)) return
  const what = org.isSimulated ? `More than ${HANDFUL} conversations` : 'Conversations of a real org'
  throw new UsageError(`${what} are ended only after a question, and there is no terminal to answer on: add --yes.`)
}

async function confirm(targets, org, terminal) {
  if (!mustAsk(targets.length, org)) return
  if (await ask(question(targets, org), terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was closed.')
}

export { checkAnswerable, confirm }
