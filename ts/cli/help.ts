import { TABLES } from '../options'
import { wrap } from '../timeline/render/wrap'

const FIELDS = TABLES.ConnectionOptions.fields
const COLUMNS = 80

/** The first name of an option in the environment. */
export const variable = (name: 'region' | 'clientId' | 'clientSecret' | 'accessToken' | 'apiUrl' | 'deploymentId'): string => FIELDS[name].env[0]

type Row = [left: string, right: string]

/** What leads to an org and into it, for commands that speak to one. */
export const ORG: Row[] = [
  [variable('region'), 'the region, by name or domain'],
  [variable('clientId'), 'the OAuth client, and'],
  [variable('clientSecret'), 'its secret'],
  [variable('accessToken'), 'or a token, which goes before them'],
  [variable('apiUrl'), 'and its like: the addresses of a simulator'],
]
export const DEPLOYMENT: Row[] = [[variable('deploymentId'), 'the Messenger deployment']]

function rows(pairs: Row[]): string[] {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.flatMap(([left, right]) => {
    return wrap(right, COLUMNS - width - 4).map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`)
  })
}

interface Ending { notes?: string[]; examples: string[]; environment?: Row[]; when?: string; statuses: [status: string | number, meaning: string][] }

/**
 * What a help ends with: paragraphs, examples, what is read from the environment, and the exit
 * statuses. An `environment` that counts in one case only says so in `when`.
 */
export function ending({ notes = [], examples, environment = [], when = '', statuses }: Ending): string {
  const parts = [
    ...notes.map((note) => wrap(note, COLUMNS)),
    ['Examples:', ...examples.map((line) => (line === '' ? line : `  ${line}`))],
    environment.length === 0 ? [] : [`Environment${when}:`, ...rows(environment)],
    ['Exit status:', ...rows(statuses.map(([status, meaning]): Row => [String(status), meaning]))],
  ]
  return `\n${parts.filter((part) => part.length > 0).map((part) => part.join('\n')).join('\n\n')}`
}
