'use strict'

/** An error's sentences alone: its code and its hint are told apart from them. */
function sentencesOf({ code, message, hint }) {
  const own = message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
  return hint === undefined ? own : own.replace(`\n${hint}`, '')
}

/** All of an error in one text, its code first. */
function wholeOf(error) {
  const hint = error.hint === undefined ? '' : `\n${error.hint}`
  return `${error.code}: ${sentencesOf(error)}${hint}`
}

/** What an interrupt may have left behind, by the effect of the call that it ended. */
const EFFECTS = {
  none: 'Nothing had been written.',
  unknown: 'A write was on its way; look again whether it took effect.',
  done: 'It had been written, and was not seen closed yet.',
}

module.exports = { EFFECTS, sentencesOf, wholeOf }
