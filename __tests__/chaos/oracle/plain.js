'use strict'

/** A close goes so many ways that each may be late. */
const TRIPS = 10

/** Where nothing strange happens, a close comes to its end: otherwise the other rules would hold of nothing. */
function* plain({ what, error, options, lateMs }, { names, scene }) {
  if (names.length > 0 || (what !== 'close' && what !== 'when') || error === undefined) return
  const expected = {
    GUEST_NOT_TOLD: scene.mode === 'off' || scene.staysForMs > 0,
    WRAP_UP_REQUIRED: options.wrapUp === undefined && scene.isRequired,
    WRAP_UP_NOT_FOUND: options.wrapUp === 'No such code',
    NOT_CLOSED: options.strategy === 'agent' || options.timeoutMs < 1_400 + TRIPS * lateMs,
    GUARD_REFUSED: options.guard?.queueIds !== undefined,
    TIMEOUT: options.timeoutMs < 2_000 + TRIPS * lateMs,
  }
  if (expected[error.code] !== true) yield `an honest org, and ${error.code}: ${error.message}`
}

module.exports = { plain }
