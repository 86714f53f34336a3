'use strict'

/** Every awkward thing that an org may legally do: name, sentence, hooks, and the scene that it needs. */
const BEHAVIOURS = {
  ...require('./reads'),
  ...require('./people'),
  ...require('./writes'),
  ...require('./wrap-ups'),
  ...require('./records'),
  ...require('./guests'),
  ...require('./events'),
  ...require('./plans'),
}

module.exports = { BEHAVIOURS, NAMES: Object.keys(BEHAVIOURS) }
