import { SingleBar } from 'cli-progress'

const FORMAT = '  {bar} {value} of {total} runs  {what}'
/** With the words beside it, it fits into 80 columns. */
const COLUMNS = 20

/** On a terminal a bar. */
function bar(stream) {
  const drawn = new SingleBar({ format: FORMAT, stream, hideCursor: true, barsize: COLUMNS })
  return {
    begin: (total) => drawn.start(total, 0, { what: '' }),
    running: (what) => drawn.update({ what }),
    done: () => drawn.increment(),
    end: () => drawn.stop(),
  }
}

/** Elsewhere, and beside the command's own output, plain lines. */
function lines(stream) {
  return {
    begin: () => {},
    running: (what) => stream.write(`running ${what}\n`),
    done: (what, outcome) => stream.write(`${what}: ${outcome}\n`),
    end: () => {},
  }
}

function progressOn(stream, { verbose }) {
  return stream.isTTY && !verbose ? bar(stream) : lines(stream)
}

export { progressOn }
