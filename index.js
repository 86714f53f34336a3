'use strict'

const { GenesysClient, closeConversation } = require('./lib/client')
const { GenesysError, isGenesysError } = require('./lib/errors')
const { GuestSession } = require('./lib/guest')
const { Simulator } = require('./lib/simulator')

module.exports = {
  GenesysClient,
  GenesysError,
  GuestSession,
  Simulator,
  closeConversation,
  isGenesysError,
}
