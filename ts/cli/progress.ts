import { SingleBar } from 'cli-progress'

const FORMAT = '  {bar} {value} of {total}  closed {closed}, already closed {alreadyClosed}, failed {failed}'
/** With the words beside it, it fits into 80 columns. */
const COLUMNS = 20
const NOTHING_YET = { closed: 0, alreadyClosed: 0, failed: 0 }

/** On a terminal a bar. */
function bar(stream) {
  const drawn = new SingleBar({ format: FORMAT, stream, hideCursor: true, barsize: COLUMNS })
  return {
    begin: (total) => drawn.start(total, 0, NOTHING_YET),
    show: ({ done, closed, alreadyClosed, failed }) => drawn.update(done, { closed, alreadyClosed, failed }),
    end: () => drawn.stop(),
  }
}

/** Elsewhere plain lines, which a log keeps well. */
function lines(stream) {
  return {
    begin: () => {},
    show: ({ done, total, failed }) => stream.write(`${done} of ${total} done${failed > 0 ? `, ${failed} failed` : ''}\n`),
    end: () => {},
  }
}

function progressOn(stream) {
  return stream.isTTY ? bar(stream) : lines(stream)
}

export { progressOn }
