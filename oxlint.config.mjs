/**
 * Who may import whom in ts/: a row may import the rows that it names, and nothing else of ours. There are no circles, of
 * values or of types.
 */
const MAY = {
  types: ['boundary'],
  boundary: ['types'],
  timeline: ['boundary', 'types'],
  explore: ['timeline', 'types'],
  options: ['boundary', 'types'],
  surroundings: ['boundary', 'options', 'types'],
  ledger: ['boundary', 'options', 'types'],
  client: ['boundary', 'options', 'surroundings', 'types'],
  simulator: ['boundary', 'client', 'options', 'surroundings', 'types'],
  guest: ['boundary', 'client', 'options', 'surroundings', 'types'],
  door: ['boundary', 'simulator', 'surroundings', 'types'],
  recording: ['boundary', 'surroundings', 'types'],
  reap: ['boundary', 'client', 'ledger', 'options', 'types'],
  matchers: ['boundary', 'client', 'guest', 'options', 'surroundings', 'timeline', 'types'],
  eslint: [],
  playwright: ['boundary', 'client', 'door', 'explore', 'guest', 'ledger', 'matchers', 'options', 'recording', 'simulator', 'surroundings', 'timeline', 'types'],
  cli: ['boundary', 'client', 'door', 'explore', 'guest', 'ledger', 'options', 'reap', 'recording', 'simulator', 'surroundings', 'timeline', 'types'],
}

const below = (row) => [`**/${row}`, `**/${row}/**`]

/** The wall of one row, by the names of all others in what it imports; a file beside may be named like a row. */
function wall([row, may]) {
  const refused = ['entries', ...Object.keys(MAY)].filter((other) => other !== row && !may.includes(other))
  const message = `ts/${row} may import ${may.join(', ') || 'nothing of ours'}: oxlint.config.mjs.`
  return { files: [`ts/${row}/**/*.ts`], rules: { 'no-restricted-imports': ['error', { patterns: [{ group: [...refused.flatMap(below), '!./*'], message }] }] } }
}

export default {
  plugins: ['import', 'typescript'],
  categories: { correctness: 'off' },
  rules: {
    'import/no-cycle': ['error', { ignoreTypes: false }],
    // The bundles take the value of an export once.
    'import/no-mutable-exports': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
  },
  overrides: Object.entries(MAY).map(wall),
}
