'use strict'

/** The parsers of outside bytes that are written in JavaScript. */
const TARGETS = [require('./command-line'), require('./environment'), require('./ledger'), require('./options')]

module.exports = { TARGETS }
