import type { OpenEntry } from '../ledger/book'
import type { Run } from '../ledger/read'

/** Where the ledger says it. */
export interface Origin { file: string; run: string; worker: number }
export type Entry = OpenEntry & Origin

/** What of a ledger is to be ended, and what is left alone. */
export type Selection = ReturnType<typeof select>

const countOf = (runs: Run[]) => runs.reduce((sum, { book }) => sum + book.open().length + book.neverEchoed().length, 0)

function entriesOf({ file, header, book }: Run) {
  const { run, worker } = header
  const origin: Origin = { file, run, worker }
  return {
    entries: book.open().map((entry): Entry => ({ ...entry, ...origin })),
    neverEchoed: book.neverEchoed().map((entry) => ({ ...entry, ...origin })),
  }
}

/**
 * What of a folder is to be ended: entries of this org, of runs that are over. All other entries
 * are left alone and counted.
 */
export function select({ runs, foreign }: { runs: Run[]; foreign: number }, { host, includeLive }: { host: string; includeLive: boolean }) {
  const mine = runs.filter(({ header }) => header.org === host)
  const chosen = mine.filter(({ life }) => includeLive || life === 'over')
  const found = chosen.map(entriesOf)
  return {
    files: chosen.filter(({ life }) => life !== 'alive').map(({ file }) => file),
    entries: found.flatMap(({ entries }) => entries),
    neverEchoed: found.flatMap(({ neverEchoed }) => neverEchoed),
    leftAlone: {
      otherOrg: countOf(runs.filter((run) => !mine.includes(run))),
      alive: countOf(mine.filter((run) => !chosen.includes(run) && run.life === 'alive')),
      elsewhere: countOf(mine.filter((run) => !chosen.includes(run) && run.life === 'elsewhere')),
    },
    damaged: runs.reduce((sum, { damaged }) => sum + damaged, 0),
    foreign,
  }
}
