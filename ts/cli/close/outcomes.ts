/** What can become of a conversation: its mark, how it is told, and how several are counted. In the order in which they are counted. */
const OUTCOMES = {
  closed: { mark: '✓', color: 'green', told: 'closed', isDone: true },
  'would-close': { mark: '•', color: 'cyan', told: 'would be closed', isDone: true },
  'already-closed': { mark: '✓', color: 'green', told: 'already closed', isDone: true },
  'agents-ended': { mark: '!', color: 'yellow', told: 'still open, its agents ended', isDone: false },
  failed: { mark: '✗', color: 'red', told: 'failed', isDone: false },
  refused: { mark: '✗', color: 'red', told: 'refused', isDone: false },
  interrupted: { mark: '!', color: 'yellow', told: 'interrupted', isDone: false },
  'not-begun': { mark: '–', color: 'dim', told: 'not begun', isDone: false },
}

const isDone = ({ outcome }) => OUTCOMES[outcome].isDone

/** How many there are of each, those that are none left out. */
function counted(results) {
  return Object.keys(OUTCOMES)
    .map((outcome) => [outcome, results.filter((result) => result.outcome === outcome).length])
    .filter(([, count]) => count > 0)
}

export { OUTCOMES, counted, isDone }
