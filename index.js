'use strict'

// Each part is loaded when it is first wanted: what only closes needs neither a guest nor a simulator.
module.exports = {
  get GenesysClient() { return require('./lib/client').GenesysClient },
  get GenesysError() { return require('./lib/errors').GenesysError },
  get GuestSession() { return require('./lib/guest').GuestSession },
  get Simulator() { return require('./lib/simulator').Simulator },
  get closeConversation() { return require('./lib/client').closeConversation },
  get isGenesysError() { return require('./lib/errors').isGenesysError },
  get reap() { return require('./lib/reap').reap },
}
