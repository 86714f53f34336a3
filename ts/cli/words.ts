import { sentenceOf } from '../boundary/errors'

/** An error's sentences alone: its code, its hint and its conversation are told apart from them. */
const sentencesOf = (error) => sentenceOf(error).replace(` Conversation ${error.conversationId}.`, '')

/** The same with its hint, where something else stands before it. */
const withoutCode = (error) => [sentencesOf(error), error.hint].filter((part) => part !== undefined).join('\n')

/** What an interrupt may have left behind, by the effect of the call that it ended. */
const EFFECTS = {
  none: 'Nothing had been written.',
  unknown: 'A write was on its way; look again whether it took effect.',
  done: 'It had been written, and was not seen closed yet.',
}

export { EFFECTS, sentencesOf, withoutCode }
