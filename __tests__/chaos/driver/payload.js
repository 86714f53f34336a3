'use strict'

/** What a guest writes for its conversation to be closed. */
const PAYLOAD = 'goodbye'

module.exports = { PAYLOAD }
