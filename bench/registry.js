'use strict'

/** All rows, in the order of the table: what each measures and what it must reach. */
const ROWS = [
  ['import', 'import: time and resident memory, cold process', 'a client, its addon loaded: ≥ 20× faster and ≥ 6× less memory than the SDK'],
  ['requests', 'API requests per verified close, warm', '≤ 3 amortised (SDK recipe: 4); 2 where a guest\'s frame or a notification proves the end'],
  ['latency', 'one close, warm, with injected latency', 'within 1.1× of its floor at 20 and 80 ms, ahead of both peers'],
  ['first-close', 'first close of a fresh process', '≤ 5 dependent round trips with a wrap-up name, ≤ 4 with an id'],
  ['first-tls', 'first close of a fresh process over TLS, each connect and request a trip away', 'the SDK takes ≥ 1.3× as long (import counted: 1.5×)'],
  ['many', '1,000 and 10,000 closes, concurrency 64', '≥ 6× the SDK\'s closes per second of CPU at 10,000; memory grows < 16 MB; no request more per close'],
  ['event-loop', 'Node\'s event loop during 10,000 closes', 'p99 delay < 5 ms, and at most 1/8 of the SDK\'s'],
  ['trigger', 'payload seen → close request on the wire', 'p50 < 1 ms, p99 < 5 ms; no polling'],
  ['armed', 'payload seen → the write on the wire, armed', '≥ 30× sooner at 80 ms, ≥ 4× at 0 ms, ≥ 10× (p99) while JavaScript stalls, than a script that has the code\'s id'],
  ['told', 'guest told → closed() resolves', 'p50 < 1 ms; ≤ 1.3× a script'],
  ['simulator', 'simulator: start, and requests per CPU second', 'start < 50 ms, with its first answer ≤ 10 ms; ≥ 3× a plain Node http server'],
  ['page-witness', 'CPU time of a Playwright worker with and without the page witness', 'no more than 2 % or the spread'],
  ['recording', 'closes with and without a recording', 'no more than 3 % or the spread'],
  ['growth', 'closes, sessions and reports from 10 to 10,000', 'cost per item flat'],
  ['package', 'size of the addon and of the tarball', 'no bound: beside the SDK\'s'],
].map(([id, title, mustReach]) => ({ id, title, mustReach, command: `npm run bench -- --only ${id}` }))

/** The row with what measures it: `measure(scale)` gives its figures. */
const measureOf = ({ id }) => require(`./rows/${id}`).measure

module.exports = { ROWS, measureOf }
