'use strict'

/** The error of a promise that must reject; fails where it throws instead, or resolves. */
async function rejection(start) {
  const promise = start()
  expect(promise).toBeInstanceOf(Promise)
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('the promise resolved')
}

/** The error of a function that must throw. */
function thrown(run) {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

module.exports = { rejection, thrown }
