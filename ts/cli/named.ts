import type { Command } from 'commander'
import { GenesysError, isGenesysError, sentenceOf } from '../boundary/errors'

/** As the option table names what it refuses. */
const REFUSED = /^([\w.[\]]+) is not acceptable: /

const asFlag = (words: string): string => `--${words.replace(/\.?([A-Z])|\.([a-z])/g, (_all, upper?: string, lower = '') => `-${(upper ?? lower).toLowerCase()}`)}`

/** The flag that stands for an option: with all of its path or its last name, without a unit, in the singular. */
function flagOf(path: string, { options }: Command): string | undefined {
  const plain = path.replace(/\[\d+\]/g, '')
  const names = [plain, plain.slice(plain.lastIndexOf('.') + 1)]
  const flags = names.flatMap((name) => [name, name.replace(/(?:Ms|Ids|Id|s)$/, '')]).map(asFlag)
  return options.find(({ long }) => typeof long === 'string' && flags.includes(long))?.long ?? undefined
}

/** The error in the words of a command line: whoever typed a flag knows nothing of the option that it stands for. */
export function inFlags(error: unknown, command: Command): unknown {
  if (!isGenesysError(error, 'INVALID_INPUT')) return error
  const sentence = sentenceOf(error)
  const [, path] = REFUSED.exec(sentence) ?? []
  const flag = path === undefined ? undefined : flagOf(path, command)
  if (path === undefined || flag === undefined) return error
  return new GenesysError(error.code, `${flag}${sentence.slice(path.length)}`, error)
}
