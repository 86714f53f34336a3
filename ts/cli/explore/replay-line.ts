import { recognise } from '../runner'

const PLAIN = /^[\w@%+=:,./-]+$/

/** A word as a POSIX shell takes it. */
const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

/** The title alone, as `-g` takes it: a regular expression. */
const pattern = (test: string): string => (test.split(' › ').at(-1) ?? '').replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)

/** npm keeps flags for itself that stand before these. */
const passedOn = (words: readonly string[]): string[] => (recognise([...words]).through === 'npm' && !words.includes('--') ? ['--'] : [])

/** One line that runs a find again; a test that is told apart is named. */
export function replayLine(words: readonly string[], schedule: string, test: string): string {
  const named = test === '' ? [] : [...passedOn(words), '-g', pattern(test)]
  return [`PLAYWRIGHT_GENESYS_SCHEDULE=${quoted(schedule)}`, ...[...words, ...named].map(quoted)].join(' ')
}
