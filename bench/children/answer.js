'use strict'

/** The other end of `Child`: answers each question with one of these functions. */
function answer(functions) {
  process.on('message', async (/** @type {{ id: number, name: string, args: unknown }} */ { id, name, args }) => {
    try {
      process.send({ id, value: await functions[name](args) })
    } catch (error) {
      process.send({ id, error: error.stack ?? String(error) })
    }
  })
  // Whoever started this process is gone.
  process.on('disconnect', () => process.exit(1))
}

module.exports = { answer }
