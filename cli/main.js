'use strict'

const { CommanderError } = require('commander')
const { isGenesysError } = require('../index')
const { STATUS } = require('./status')
const { Declined, UsageError } = require('./usage')

/** What went wrong, in as many words as it deserves. */
function wordsFor(error) {
  if (error instanceof UsageError) return `${error.message}\nSee --help.`
  if (error instanceof Declined) return error.message
  if (isGenesysError(error)) return `${error.code}: ${error.message}`
  return error.syscall === undefined ? error.stack : error.message
}

/** Tells it; commander has told its own. */
function explain(error) {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.ok : STATUS.usage
  process.stderr.write(`${wordsFor(error)}\n`)
  const isUsage = [UsageError, Declined].some((kind) => error instanceof kind) || isGenesysError(error, 'INVALID_INPUT')
  return isUsage ? STATUS.usage : STATUS.failed
}

/** A reader that went away, as `head` does, has what it wanted: the work goes on, and ends with its own status. */
function tolerateClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', lost)
}

/** Anything else, such as a full disk, means that the output is not what it claims to be. */
function lost({ code, message }) {
  if (code === 'EPIPE') return
  process.once('exit', () => { process.exitCode = STATUS.failed })
  if (this === process.stdout) process.stderr.write(`The output could not be written: ${message}\n`)
}

/** Runs a program to its end; each command sets the exit status itself. */
async function main(program, args) {
  tolerateClosedPipes()
  await program.parseAsync(args, { from: 'user' }).catch((error) => { process.exitCode = explain(error) })
}

module.exports = { main }
