import { METHODS } from '../methods'
import type { Range, Spec, SpecKind } from '../spec'

const range = ({ min, max }: Range) => `from ${min} to ${max}`

const ACCEPTED: { [K in SpecKind]: string | ((spec: Spec<K>) => string) } = {
  string: 'a non-blank string',
  text: 'a string',
  credential: 'a non-blank string',
  url: ({ schemes: [safe, clear] }) => `a URL with ${safe}, or with ${clear} on loopback`,
  origin: 'scheme, host and port alone, such as https://shop.example or http://localhost:3000',
  base: 'scheme, host and port, such as http://genesys:8080',
  method: `an HTTP method: ${METHODS.join(', ')}`,
  requestPath: 'a path that begins with /',
  proxy: 'the address of an HTTP proxy, such as http://proxy.example:3128',
  region: 'the name or the domain of a region',
  ip: 'an IP address of this machine',
  uuid: 'a UUID such as 11111111-2222-4333-8444-555555555555',
  messageId: '32 hexadecimal digits, or a UUID',
  file: 'a path',
  milliseconds: (spec) => `milliseconds ${range(spec)}`,
  count: (spec) => `a whole number ${range(spec)}`,
  boolean: 'true or false',
  literal: ({ value }) => JSON.stringify(value),
  enum: ({ choices }) => choices.map((choice) => `'${choice}'`).join(', '),
  function: 'a function',
  signal: 'an AbortSignal',
  witness: 'a guest: an object with a method testify',
  client: 'a GenesysClient',
  connectedClient: 'a GenesysClient of this version',
  pattern: 'a RegExp',
  record: 'a plain object whose values are strings',
  emptyList: 'an empty array',
  json: 'a value that JSON can hold, numbers finite',
  table: ({ table }) => `an object with ${Object.keys(table.fields).join(', ')}`,
  list: ({ of }) => `a non-empty array, each item ${acceptedBy(of)}`,
  either: ({ of }) => of.map(acceptedBy).join(', or '),
}

/** What a spec accepts, in words: for messages and for docs/options.md. */
export function acceptedBy<K extends SpecKind>(spec: Spec<K>): string {
  const words: string | ((spec: Spec<K>) => string) = ACCEPTED[spec.kind]
  return typeof words === 'string' ? words : words(spec)
}
