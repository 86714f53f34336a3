import { SingleBar } from 'cli-progress'

const FORMAT = '  {bar} {value} of at most {total}  {what}'
/** With the words beside it, it fits into 80 columns. */
const COLUMNS = 20

/** What is shown while orders are run. */
export interface ExploreProgress { begin(total: number): void; says(what: string): void; tells(what: string): void; show(run: number): void; end(): void }

/** On a terminal a bar. */
function bar(stream: NodeJS.WritableStream): ExploreProgress {
  const drawn = new SingleBar({ format: FORMAT, stream, hideCursor: true, barsize: COLUMNS })
  let isDrawn = false
  return {
    begin: (total) => {
      isDrawn = true
      drawn.start(total, 0, { what: '' })
    },
    says: (what) => (isDrawn ? drawn.update({ what }) : stream.write(`  ${what}\n`)),
    // It stays; the bar is drawn anew below it.
    tells: (what) => stream.write(`\r\u001b[2K  ${what}\n`),
    show: (run) => { if (isDrawn) drawn.update(run) },
    end: () => drawn.stop(),
  }
}

/** Elsewhere, and beside the command's own output, plain lines. */
function lines(stream: NodeJS.WritableStream): ExploreProgress {
  const says = (what: string): void => { stream.write(`${what}\n`) }
  return {
    begin: () => {},
    says,
    tells: says,
    show: () => {},
    end: () => {},
  }
}

export function progressOn(stream: NodeJS.WriteStream, { verbose }: { verbose: boolean }): ExploreProgress {
  return stream.isTTY && !verbose ? bar(stream) : lines(stream)
}
