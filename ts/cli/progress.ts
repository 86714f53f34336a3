import { SingleBar } from 'cli-progress'
import type { Progress } from '../types/public'

const FORMAT = '  {bar} {value} of {total}  closed {closed}, already closed {alreadyClosed}, failed {failed}'
/** With the words beside it, it fits into 80 columns. */
const COLUMNS = 20
const NOTHING_YET = { closed: 0, alreadyClosed: 0, failed: 0 }

/** What is shown while many are closed. */
export interface ShownProgress { begin(total: number): void; show(progress: Omit<Progress, 'conversationId' | 'agentsEnded'>): void; end(): void }

/** On a terminal a bar. */
function bar(stream: NodeJS.WritableStream): ShownProgress {
  const drawn = new SingleBar({ format: FORMAT, stream, hideCursor: true, barsize: COLUMNS })
  return {
    begin: (total) => drawn.start(total, 0, NOTHING_YET),
    show: ({ done, closed, alreadyClosed, failed }) => drawn.update(done, { closed, alreadyClosed, failed }),
    end: () => drawn.stop(),
  }
}

/** Elsewhere plain lines, which a log keeps well. */
function lines(stream: NodeJS.WritableStream): ShownProgress {
  return {
    begin: () => {},
    show: ({ done, total, failed }) => { stream.write(`${done} of ${total} done${failed > 0 ? `, ${failed} failed` : ''}\n`) },
    end: () => {},
  }
}

export function progressOn(stream: NodeJS.WriteStream): ShownProgress {
  return stream.isTTY ? bar(stream) : lines(stream)
}
