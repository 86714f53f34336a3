'use strict'

// Many processes, one budget: with a folder that they share, and each for itself. `npm run share`.
const { measure } = require('./share/measure')

const LOAD = { processes: 8, tasks: 8, closes: 4, limit: 150, windowMs: 6_000 }
/** As much longer as it may take than the budget allows. */
const SLACK = 1.1

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

function row(name, seen) {
  return {
    run: name,
    closes: seen.closes,
    failed: seen.failed.length,
    lost: seen.lost,
    requests: seen.requests,
    windows: (seen.requests / LOAD.limit).toFixed(1),
    'most in a window': seen.mostInAWindow,
    '429s': seen.refused,
    logins: seen.logins,
    took: seconds(seen.tookMs),
    'budget allows': seconds(seen.allowedMs),
    ratio: (seen.tookMs / seen.allowedMs).toFixed(3),
  }
}

/** What the shared run must show, in words; empty where it does. */
function shortcomings({ requests, refused, failed, lost, logins, mostInAWindow, tookMs, allowedMs }) {
  const claims = [
    [requests >= 5 * LOAD.limit, 'fewer than five windows of requests'],
    [refused === 0, `${refused} answers were 429`],
    [failed.length === 0 && lost === 0, `${failed.length} closes failed (${[...new Set(failed)]}), ${lost} were lost or done twice`],
    [logins === 1, `${logins} logins`],
    [mostInAWindow <= LOAD.limit, `${mostInAWindow} requests in one window`],
    [tookMs <= allowedMs * SLACK, 'it took more than 10 % longer than the budget allows'],
  ]
  return claims.filter(([holds]) => !holds).map(([, words]) => words)
}

async function main() {
  const { processes, tasks, closes, limit, windowMs } = LOAD
  console.log(`${processes} processes × ${tasks} tasks × ${closes} closes; ${limit} requests in any ${seconds(windowMs)}.`)
  const shared = await measure({ ...LOAD, shared: true })
  const alone = await measure({ ...LOAD, shared: false })
  console.table([row('shared', shared), row('each for itself', alone)])
  const missing = shortcomings(shared)
  console.log(missing.length === 0 ? 'Shared: no 429, nothing lost, in time.' : `Shared falls short: ${missing.join('; ')}.`)
  process.exitCode = missing.length === 0 ? 0 : 1
}

main()
