import { TABLES } from '../options'
import { wrap } from '../timeline/render/wrap'

const FIELDS = TABLES.ConnectionOptions.fields
const COLUMNS = 80

/** The first name of an option in the environment. */
const variable = (name) => FIELDS[name].env[0]

/** What leads to an org and into it, for commands that speak to one. */
const ORG = [
  [variable('region'), 'the region, by name or domain'],
  [variable('clientId'), 'the OAuth client, and'],
  [variable('clientSecret'), 'its secret'],
  [variable('accessToken'), 'or a token, which goes before them'],
  [variable('apiUrl'), 'and its like: the addresses of a simulator'],
]
const DEPLOYMENT = [[variable('deploymentId'), 'the Messenger deployment']]

function rows(pairs) {
  const width = Math.max(...pairs.map(([left]) => left.length))
  return pairs.flatMap(([left, right]) => {
    return wrap(right, COLUMNS - width - 4).map((line, index) => `  ${(index === 0 ? left : '').padEnd(width)}  ${line}`)
  })
}

/**
 * What a help ends with: paragraphs, examples, what is read from the environment, and the exit
 * statuses. An `environment` that counts in one case only says so in `when`.
 */
function ending({ notes = [], examples, environment = [], when = '', statuses }) {
  const parts = [
    ...notes.map((note) => wrap(note, COLUMNS)),
    ['Examples:', ...examples.map((line) => (line === '' ? line : `  ${line}`))],
    environment.length === 0 ? [] : [`Environment${when}:`, ...rows(environment)],
    ['Exit status:', ...rows(statuses.map(([status, meaning]) => [String(status), meaning]))],
  ]
  return `\n${parts.filter((part) => part.length > 0).map((part) => part.join('\n')).join('\n\n')}`
}

export { DEPLOYMENT, ORG, ending, variable }
