'use strict'

/** Exit statuses of every command. */
const STATUS = { ok: 0, failed: 1, usage: 2 }

module.exports = { STATUS }
