'use strict'

/** An error's message without its code, where that is told apart. */
const withoutCode = ({ code, message }) => (message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message)

/** An error's sentences alone: its code and its hint are told apart from them. */
const sentencesOf = (error) => (error.hint === undefined ? withoutCode(error) : withoutCode(error).replace(`\n${error.hint}`, ''))

/** All of an error in one text, its code first, and once. */
const wholeOf = (error) => `${error.code}: ${withoutCode(error)}`

/** What an interrupt may have left behind, by the effect of the call that it ended. */
const EFFECTS = {
  none: 'Nothing had been written.',
  unknown: 'A write was on its way; look again whether it took effect.',
  done: 'It had been written, and was not seen closed yet.',
}

module.exports = { EFFECTS, sentencesOf, wholeOf, withoutCode }
