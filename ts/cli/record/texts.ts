import { type Terminal, ask } from '../ask'
import { Declined, UsageError } from '../usage'

const CONFIRMATION = 'texts'

/** What people wrote is kept only where somebody has said so. */
export async function confirmTexts(output: string, { yes = false }: { yes?: boolean }, terminal: Terminal): Promise<void> {
  if (yes) return
  if (!terminal.input.isTTY) throw new UsageError('--texts is taken only after a question, and there is no terminal to answer on: add --yes.')
  const question = `--texts writes what guests, agents and bots say into ${output}, as it was said. Type "${CONFIRMATION}" to go on: `
  if (await ask(question, terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was run.')
}
