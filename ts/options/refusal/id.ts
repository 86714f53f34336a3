import type { At, Spec } from '../spec'
import { describe, describeSecret } from './describe'
import { unfit } from './invalid'

const LONGEST_SHOWN = 64

/** What is wrong with a text that is no id, in the order in which it is most helpful. */
const FAULTS: [pattern: RegExp, came: string, hint?: string][] = [
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'a full URL', 'Pass the id alone, not the address that contains it.'],
  [/\p{Cc}/u, 'a string with control characters', 'A line break copied along with the id?'],
  [/^\s*$/, 'a blank string'],
  [/\s/, 'a string with blanks', 'Remove the blanks.'],
  [/[/\\?#%]|\.\./, 'a string with path characters', 'Pass the id alone, without parts of a path.'],
  [/^(\{.*\}|urn:uuid:.*)$/i, 'a wrapped UUID', 'Pass it plain: no braces and no "urn:uuid:".'],
  [/^[0-9a-f]{32}$/i, '32 hexadecimal digits without hyphens', 'That is the form of a message id; findConversation leads from it to the conversation.'],
]

function shown(text: string): string {
  return text.length > LONGEST_SHOWN ? describeSecret(text) : describe(text)
}

export function wrongId(at: At, text: string, spec: Spec) {
  const [, came, hint] = FAULTS.find(([pattern]) => pattern.test(text)) ?? [null, shown(text)]
  return unfit(at, came, spec, hint === undefined ? {} : { hint })
}
