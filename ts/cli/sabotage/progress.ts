import { SingleBar } from 'cli-progress'

const FORMAT = '  {bar} {value} of {total} runs  {what}'
/** With the words beside it, it fits into 80 columns. */
const COLUMNS = 20

/** What is shown while the command is run again and again. */
export interface RunProgress { begin(total: number): void; running(what: string): void; done(what: string, outcome: string): void; end(): void }

/** On a terminal a bar. */
function bar(stream: NodeJS.WritableStream): RunProgress {
  const drawn = new SingleBar({ format: FORMAT, stream, hideCursor: true, barsize: COLUMNS })
  return {
    begin: (total) => drawn.start(total, 0, { what: '' }),
    running: (what) => drawn.update({ what }),
    done: () => drawn.increment(),
    end: () => drawn.stop(),
  }
}

/** Elsewhere, and beside the command's own output, plain lines. */
function lines(stream: NodeJS.WritableStream): RunProgress {
  return {
    begin: () => {},
    running: (what) => { stream.write(`running ${what}\n`) },
    done: (what, outcome) => { stream.write(`${what}: ${outcome}\n`) },
    end: () => {},
  }
}

export function progressOn(stream: NodeJS.WriteStream, { verbose }: { verbose: boolean }): RunProgress {
  return stream.isTTY && !verbose ? bar(stream) : lines(stream)
}
