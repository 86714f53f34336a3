import { type Closed, OUTCOMES, isDone } from './outcomes'

const camelCase = (outcome: string) => outcome.replace(/-(\w)/, (_, letter: string) => letter.toUpperCase())

/** The same for programs: counts of all outcomes, and of each conversation its report or its error. */
export function document({ org, results, elapsedMs, dryRun = false }: Closed): string {
  const counts = Object.keys(OUTCOMES).map((outcome) => [camelCase(outcome), results.filter((result) => result.outcome === outcome).length])
  const all = { ok: results.every(isDone), org: org.host, dryRun, ...Object.fromEntries(counts), elapsedMs, conversations: results }
  return `${JSON.stringify(all, null, 2)}\n`
}
