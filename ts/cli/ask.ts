import { createInterface } from 'node:readline'

/** What somebody types at a question; undefined where the terminal was closed instead, by Ctrl-C or Ctrl-D, or the signal came first. */
function ask(question, { input, output, signal }) {
  return new Promise((resolve) => {
    const terminal = createInterface({ input, output, signal })
    let typed
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

export { ask }
