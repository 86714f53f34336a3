const SHORTEST_COMMON_START = 4

/** How many letters must change (Levenshtein), one row at a time. */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1)
    }
    row = next
  }
  return row[to.length]
}

/** 0 is the same word but for case; `Infinity` is another word altogether. */
function strangeness(word, candidate) {
  const [a, b] = [word.toLowerCase(), candidate.toLowerCase()]
  const changes = distance(a, b)
  const oneStartsTheOther = a.startsWith(b) || b.startsWith(a)
  const sharesStart = oneStartsTheOther && Math.min(a.length, b.length) >= SHORTEST_COMMON_START
  return sharesStart || changes <= Math.max(2, a.length / 3) ? changes : Infinity
}

/** The candidate that was most likely meant, or `undefined`. */
function nearest(word, candidates) {
  const [best] = candidates
    .map((candidate) => ({ candidate, changes: strangeness(word, candidate) }))
    .filter(({ candidate, changes }) => changes < Infinity && changes < candidate.length)
    .sort((a, b) => a.changes - b.changes)
  return best?.candidate
}

export { nearest }
