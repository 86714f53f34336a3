import { sentenceOf } from '../boundary/errors'
import { duration } from '../timeline/render/format'

const longest = (texts) => Math.max(0, ...texts.map((text) => text.length))

function witnessLines(witnesses) {
  const asked = Object.entries(witnesses).filter(([, witness]) => witness !== undefined)
  const width = longest(asked.map(([name]) => name))
  return asked.map(([name, { saw, isUnread, afterMs, detail }]) => {
    const took = afterMs > 0 ? ` (after ${duration(afterMs)})` : ''
    return `  ${name.padEnd(width)}  ${(isUnread ? '?' : saw).padEnd('nothing'.length)}  ${detail}${took}`
  })
}

const factLines = (facts) => Object.entries(facts).filter(([, value]) => value !== undefined).map(([name, value]) => `${name}: ${value}`)

/** The part of an error that a failure tells. */
const toldBy = (error) => ({ sentence: `${error.code}: ${sentenceOf(error)}`, next: error.hint })

const unsettledStory = ({ unsettledMs }, staysForMs) => ({
  sentence: `It was so, but the deadline came ${unsettledMs} ms before the settle window of ${staysForMs} ms was over.`,
  next: 'Give it more timeout.',
})

/** Neither a claim nor its opposite holds of what nobody saw. */
const unseenStory = ({ witnesses: { wire } }) => ({
  sentence: `Nothing could be seen: ${wire.detail}. That is neither closed nor open.`,
  next: "Look whether the guest's chat had begun by then: guest.events has one of kind 'socket' for each change of its socket.",
})

/**
 * A failure's text: the runner's own first line, the verdict, expected and received, the witnesses
 * or events, and what to do.
 */
function failureText({ isNot, promise, utils }, name, { subject, argument = '', sentence, expected, received, witnesses = {}, events = [], facts = {}, next }) {
  const blocks = [
    [utils.matcherHint(name, subject, argument, { isNot, promise })],
    [sentence],
    [
      expected !== undefined && `Expected: ${isNot ? 'not ' : ''}${utils.printExpected(expected)}`,
      received !== undefined && `Received: ${utils.printReceived(received)}`,
    ].filter(Boolean),
    witnessLines(witnesses),
    events,
    factLines(facts),
    next === undefined ? [] : [`What to do: ${next}`],
  ]
  return blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')
}

/** What a runner wants of a matcher; the text is made when it is asked for. `_witnesses` is for the report of a test. */
function answer(context, name, pass, parts) {
  return { pass, name, message: () => failureText(context, name, parts()), _witnesses: () => parts().witnesses }
}

export { answer, toldBy, unseenStory, unsettledStory }
