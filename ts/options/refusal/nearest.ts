const SHORTEST_COMMON_START = 4

/** The changes that lead to each part of `to`, with one letter more. */
function nextRow(row: number[], letter: string, to: string): number[] {
  let [corner = 0] = row
  let left = corner + 1
  return [left, ...row.slice(1).map((above, column) => {
    left = Math.min(corner + (letter === to[column] ? 0 : 1), above + 1, left + 1)
    corner = above
    return left
  })]
}

/** How many letters must change (Levenshtein), one row at a time. */
function distance(from: string, to: string): number {
  const first = Array.from({ length: to.length + 1 }, (_, column) => column)
  return from.split('').reduce((row, letter) => nextRow(row, letter, to), first).at(-1) ?? 0
}

/** 0 is the same word but for case; `Infinity` is another word altogether. */
function strangeness(word: string, candidate: string): number {
  const [a, b] = [word.toLowerCase(), candidate.toLowerCase()]
  const changes = distance(a, b)
  const oneStartsTheOther = a.startsWith(b) || b.startsWith(a)
  const sharesStart = oneStartsTheOther && Math.min(a.length, b.length) >= SHORTEST_COMMON_START
  return sharesStart || changes <= Math.max(2, a.length / 3) ? changes : Infinity
}

/** The candidate that was most likely meant, or `undefined`. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, changes: strangeness(word, candidate) }))
    .filter(({ candidate, changes }) => changes < Infinity && changes < candidate.length)
    .sort((a, b) => a.changes - b.changes)
  return best?.candidate
}
