import { type Terminal, ask } from '../ask'
import type { NamedOrg } from '../org'
import { Declined, UsageError } from '../usage'
import type { Target } from './targets'

/** So many of a simulator are ended without a question. */
const HANDFUL = 5
const MOST_SHOWN = 10
const CONFIRMATION = 'close'

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`

/** Whether somebody has to say so before it is done. */
const mustAsk = (count: number, { isSimulated }: NamedOrg) => count > 0 && (count > HANDFUL || !isSimulated)

function question(targets: Target[], { host }: NamedOrg): string {
  const shown = targets.slice(0, MOST_SHOWN).map(({ conversationId }) => `  ${conversationId}\n`)
  const more = targets.length > MOST_SHOWN ? `  and ${targets.length - MOST_SHOWN} more\n` : ''
  return `About to end ${plural(targets.length, 'conversation')} of ${host}:
${shown.join('')}${more}--dry-run shows what they are. Type "${CONFIRMATION}" to end ${targets.length === 1 ? 'it' : 'them'}: `
}

/** Where a question will be necessary there has to be somebody to answer it: looked at before anything is sent. */
export function checkAnswerable(count: number, org: NamedOrg, { readsStdin, input }: { readsStdin: boolean; input: { isTTY?: boolean } }): void {
  if (!mustAsk(count, org) || (input.isTTY && !readsStdin)) return
  const what = org.isSimulated ? `More than ${HANDFUL} conversations` : 'Conversations of a real org'
  throw new UsageError(`${what} are ended only after a question, and there is no terminal to answer on: add --yes.`)
}

export async function confirm(targets: Target[], org: NamedOrg, terminal: Terminal): Promise<void> {
  if (!mustAsk(targets.length, org)) return
  if (await ask(question(targets, org), terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was closed.')
}
