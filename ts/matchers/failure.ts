import { sentenceOf, type GenesysError } from '../boundary/errors'
import { duration } from '../timeline/render/format'
import type { MatcherContext, MatcherResult } from '../types/matchers'
import type { Witness } from '../types/public'

/** A witness; one that could not be read speaks neither for nor against. */
export interface AskedWitness extends Witness {
  isUnread?: boolean
}

export interface Witnesses {
  server?: AskedWitness
  wire: Witness
  page?: Witness
}

/** Why it failed, and what to do. */
export interface Story {
  sentence?: string
  next?: string | undefined
  events?: string[]
}

/** What a failure tells. */
export interface Parts extends Story {
  subject: 'guest' | 'conversation'
  argument?: string
  expected?: string
  received?: string | undefined
  witnesses?: Witnesses
  facts: Record<string, string | undefined>
}

/** What a runner is answered; `_witnesses` is for the report of a test. */
export interface Answer extends MatcherResult {
  _witnesses(): Witnesses | undefined
}

const longest = (texts: string[]) => Math.max(0, ...texts.map((text) => text.length))

function witnessLines(witnesses: Partial<Witnesses>): string[] {
  const asked = Object.entries<AskedWitness>(witnesses)
  const width = longest(asked.map(([name]) => name))
  return asked.map(([name, { saw, isUnread, afterMs, detail }]) => {
    const took = afterMs !== undefined && afterMs > 0 ? ` (after ${duration(afterMs)})` : ''
    return `  ${name.padEnd(width)}  ${(isUnread ? '?' : saw).padEnd('nothing'.length)}  ${detail}${took}`
  })
}

const factLines = (facts: Parts['facts']) => Object.entries(facts).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}`)

/** The part of an error that a failure tells. */
export const toldBy = (error: GenesysError) => ({ sentence: `${error.code}: ${sentenceOf(error)}`, next: error.hint })

export const unsettledStory = (unsettledMs: number, staysForMs: number): Story => ({
  sentence: `It was so, but the deadline came ${unsettledMs} ms before the settle window of ${staysForMs} ms was over.`,
  next: 'Give it more timeout.',
})

/** Neither a claim nor its opposite holds of what nobody saw. */
export const unseenStory = ({ detail }: Witness): Story => ({
  sentence: `Nothing could be seen: ${detail}. That is neither closed nor open.`,
  next: "Look whether the guest's chat had begun by then (guest.events has one of kind 'socket' for each change of its socket), and at what the page is asked for.",
})

/**
 * A failure's text: the runner's own first line, the verdict, expected and received, the witnesses
 * or events, and what to do.
 */
function failureText({ isNot, promise, utils }: MatcherContext, name: string, parts: Parts): string {
  const { subject, argument = '', sentence = '', expected, received, witnesses = {}, events = [], facts, next } = parts
  const blocks = [
    [utils.matcherHint(name, subject, argument, { isNot, promise })],
    [sentence],
    [
      expected !== undefined && `Expected: ${isNot ? 'not ' : ''}${utils.printExpected(expected)}`,
      received !== undefined && `Received: ${utils.printReceived(received)}`,
    ].filter((line) => line !== false),
    witnessLines(witnesses),
    events,
    factLines(facts),
    next === undefined ? [] : [`What to do: ${next}`],
  ]
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')
}

/** What a runner wants of a matcher; the text is made when it is asked for. */
export function answer(context: MatcherContext, name: string, pass: boolean, parts: () => Parts): Answer {
  return { pass, name, message: () => failureText(context, name, parts()), _witnesses: () => parts().witnesses }
}
