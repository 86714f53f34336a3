import { type GenesysError, sentenceOf } from '../boundary/errors'

/** An error's sentences alone: its code, its hint and its conversation are told apart from them. */
export const sentencesOf = (error: GenesysError): string => sentenceOf(error).replace(` Conversation ${error.conversationId}.`, '')

/** The same with its hint, where something else stands before it. */
export const withoutCode = (error: GenesysError): string => [sentencesOf(error), error.hint].filter((part) => part !== undefined).join('\n')

/** What an interrupt may have left behind, by the effect of the call that it ended. */
export const EFFECTS: Record<GenesysError['effect'], string> = {
  none: 'Nothing had been written.',
  unknown: 'A write was on its way; look again whether it took effect.',
  done: 'It had been written, and was not seen closed yet.',
}
