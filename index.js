'use strict'

const { GenesysClient, closeConversation } = require('./lib/client')
const { GenesysError, isGenesysError } = require('./lib/errors')
const { Simulator } = require('./lib/simulator')

module.exports = {
  GenesysClient,
  GenesysError,
  Simulator,
  closeConversation,
  isGenesysError,
}
