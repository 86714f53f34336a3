'use strict'

const { GenesysClient, closeConversation } = require('./lib/client')
const { GenesysError, isGenesysError } = require('./lib/errors')
const { GuestSession } = require('./lib/guest')
const { reap } = require('./lib/reap')
const { Simulator } = require('./lib/simulator')

module.exports = {
  GenesysClient,
  GenesysError,
  GuestSession,
  Simulator,
  closeConversation,
  isGenesysError,
  reap,
}
