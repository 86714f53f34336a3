const countOf = (runs) => runs.reduce((sum, { book }) => sum + book.open().length + book.neverEchoed().length, 0)

function entriesOf({ file, header, book }) {
  const { run, worker } = header
  const origin = { file, run, worker }
  return {
    entries: book.open().map((entry) => ({ ...entry, ...origin })),
    neverEchoed: book.neverEchoed().map((entry) => ({ ...entry, ...origin })),
  }
}

/**
 * What of a folder is to be ended: entries of this org, of runs that are over. All other entries
 * are left alone and counted.
 */
function select({ runs, foreign }, { host, includeLive }) {
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

export { select }
