import { createInterface } from 'node:readline'

/** Where a question is asked, and answered. */
export interface Terminal { input: NodeJS.ReadStream; output: NodeJS.WritableStream; signal?: AbortSignal }

/** What somebody types at a question; undefined where the terminal was closed instead, by Ctrl-C or Ctrl-D, or the signal came first. */
export function ask(question: string, { input, output, signal }: Terminal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const terminal = createInterface({ input, output, ...(signal && { signal }) })
    let typed: string | undefined
    terminal.once('close', () => {
      if (typed === undefined) output.write('\n')
      resolve(typed)
    })
    terminal.question(question, (line) => {
      typed = line.trim()
      terminal.close()
    })
  })
}
