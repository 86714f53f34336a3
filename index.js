'use strict'

const { GenesysClient, closeConversation } = require('./lib/client')
const { GenesysError, isGenesysError } = require('./lib/errors')

module.exports = {
  GenesysClient,
  GenesysError,
  closeConversation,
  isGenesysError,
}
