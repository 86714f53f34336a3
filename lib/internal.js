'use strict'

// What the Playwright layer uses of the core beyond its public door.

const { AuthorityFolder, readTrusted } = require('./authority')
const { binding } = require('./binding')
const { ownCacheFolder } = require('./cache-folder')
const { environmentWayOut } = require('./connection')
const { Door } = require('./door')
const { GenesysError } = require('./errors')
const { DoorLine } = require('./guest-line/door-line')
const { simulatorLine } = require('./guest-line/simulator-line')
const { Ledger } = require('./ledger')
const { TABLES, checkOptions } = require('./options')
const { connectionOfClient } = require('./options/client-mark')
const { patienceOf, tellRest } = require('./runner')
const { firstOf } = require('./signals')
const { now, pause, within } = require('./time')
const { testReport } = require('./timeline')
const { Witness } = require('./witness')

const isConnectionOption = (name) => Object.hasOwn(TABLES.ConnectionOptions.fields, name)

module.exports = {
  AuthorityFolder,
  Door,
  GenesysError,
  Ledger,
  DoorLine,
  NativePageGuest: binding.NativePageGuest,
  Witness,
  checkOptions,
  connectionOfClient,
  environmentWayOut,
  firstOf,
  isConnectionOption,
  now,
  ownCacheFolder,
  patienceOf,
  pause,
  readTrusted,
  simulatorLine,
  tellRest,
  testReport,
  within,
}
