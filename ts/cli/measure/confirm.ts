import { BUDGET, type Patience } from '../../measure'
import { QUESTIONS } from '../../measure/question'
import { type Terminal, ask } from '../ask'
import type { NamedOrg } from '../org'
import { Declined, UsageError } from '../usage'

const CONFIRMATION = 'measure'
const questions = Object.values(QUESTIONS)

interface Where { deploymentId: string; queueId: string | undefined }

/** What it will cost, and where, before anything is opened. */
export function budget({ host }: NamedOrg, { deploymentId, queueId }: Where, patience: Patience): string {
  const minutes = Math.ceil(BUDGET.ms(patience) / 60_000)
  const needy = questions.filter(({ needsAgent }) => needsAgent).length
  const where = queueId === undefined ? 'In whichever queue that is: --queue names the only one in which anything is tried.' : `Nothing is tried in another queue than ${queueId}.`
  return `${questions.length} questions to ${host}, by guests of the deployment ${deploymentId}: ${BUDGET.conversations} conversations at most, all of them its own and ended at its end, ${BUDGET.requests(patience)} requests at most, one of them a login with a wrong secret, ${minutes} minutes at most.
${needy} of the questions need an agent who answers within ${Math.round(patience.agentMs / 1_000)} s. ${where}
`
}

/** A real org is asked after a question. */
export async function confirm(org: NamedOrg, { yes = false }: { yes?: boolean | undefined }, terminal: Terminal): Promise<void> {
  if (yes || org.isSimulated) return
  if (!terminal.input.isTTY) throw new UsageError('A real org is measured only after a question, and there is no terminal to answer on: add --yes.')
  if (await ask(`Type "${CONFIRMATION}" to begin: `, terminal) !== CONFIRMATION) throw new Declined('Not confirmed; nothing was opened.')
}
