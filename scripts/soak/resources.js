'use strict'

const fs = require('node:fs')

const MIB = 2 ** 20
const PAGE_BYTES = 4096

function entries(folder) {
  try {
    return fs.readdirSync(folder).length
  } catch {
    return undefined
  }
}

/** Open files and sockets, and threads, as Linux counts them; `undefined` elsewhere. */
const handles = () => entries('/proc/self/fd')
const threads = () => entries('/proc/self/task')

/** Resident memory of another process in MiB. */
function residentOf(pid) {
  try {
    return (Number(fs.readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES) / MIB
  } catch {
    return undefined
  }
}

/** What this process holds, memory in MiB. */
function held() {
  const { rss, heapUsed } = process.memoryUsage()
  const resources = process.getActiveResourcesInfo().length
  return { rss: rss / MIB, heap: heapUsed / MIB, handles: handles(), threads: threads(), resources }
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })

/** Waits until a number has not changed for a while: sockets that were let go are closed on threads of their own. */
async function steady(read, { forMs = 200, limitMs = 5_000 } = {}) {
  const until = performance.now() + limitMs
  let [value, since] = [read(), performance.now()]
  while (performance.now() - since < forMs && performance.now() < until) {
    await pause(20)
    if (read() !== value) [value, since] = [read(), performance.now()]
  }
  return value
}

/** Waits until something is so; whether it became so in time. */
async function becomes(isSo, limitMs) {
  const until = performance.now() + limitMs
  while (!isSo() && performance.now() < until) await pause(50)
  return isSo()
}

module.exports = { becomes, handles, held, residentOf, steady, threads }
