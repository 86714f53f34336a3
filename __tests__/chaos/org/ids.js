'use strict'

const { randomUUID } = require('node:crypto')

/** An id of a message as the guest's socket shows it: 32 hex digits. */
const messageId = () => randomUUID().replaceAll('-', '')

module.exports = { messageId, uuid: randomUUID }
