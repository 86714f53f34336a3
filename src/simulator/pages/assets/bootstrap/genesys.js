'use strict'

const { Bus, pluginOf } = require('./bus')
const { Database } = require('./database')
const { hostsOf, mayLoad } = require('./hosts')
const { MessagingService } = require('./messaging-service')
const { Messenger } = require('./messenger')
const { Storage, guestToken } = require('./storage')

/** The snippet's own name for the global, its configuration and what was called before we came. */
function snippet() {
  const name = window._genesysJs ?? 'Genesys'
  const { c: settings = {}, q: queue = [] } = window[name] ?? {}
  return { name, settings, queue }
}

/** `Genesys(action, …)`. Results come by callbacks: the global form returns nothing. */
function dispatcher(bus, plugins, shared) {
  const actions = {
    command: (name, ...rest) => {
      const [data, fulfilled, rejected] = typeof rest[0] === 'function' ? [{}, ...rest] : rest
      bus.command(name, data ?? {}).then(fulfilled, rejected ?? (() => {}))
    },
    subscribe: (event, callback) => { bus.subscribe('Genesys', event, callback) },
    registerPlugin: (name, callback) => {
      if (plugins.has(name)) return console.error(`Can't register plugin ${name} -- Name is already taken`)
      plugins.add(name)
      callback?.(pluginOf(bus, name, shared))
    },
  }
  return (action, ...rest) => { actions[action]?.(...rest) }
}

async function json(address) {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${answer.status} for ${address}`)
  return answer.json()
}

/** Resolves with `config.json`, or with nothing where this page may not have it. */
async function load({ files }, deploymentId, genesysJs) {
  const folder = `${files}/webdeployments/v1/deployments/${deploymentId}`
  if (mayLoad(await json(`${folder}/domains.json`), location.hostname)) return json(`${folder}/config.json`)
  genesysJs.republish('domainNotAllowed')
  return undefined
}

/** Plugins that know each other: MessagingService talks, Messenger shows. */
function build({ hosts, config, deploymentId, plugin }) {
  const storage = new Storage(deploymentId)
  const wasActive = storage.get('gcmcsessionActive') === true
  const service = new MessagingService({
    plugin: plugin('MessagingService'), config, hosts, deploymentId, storage,
    database: new Database(plugin('Database')),
    token: guestToken(storage),
  })
  const plugins = { messenger: plugin('Messenger'), launcher: plugin('Launcher'), conversations: plugin('Conversations') }
  const messenger = new Messenger({ plugins, config, hosts, storage, session: service.session })
  service.session.watcher = messenger
  return { messenger, service, wasActive }
}

/** Ready comes first, then what was there before the reload. */
function announce({ messenger, service, wasActive }, config, plugin) {
  const { sessionDurationSeconds } = config.messenger.apps.conversations
  plugin('Database').ready()
  if (sessionDurationSeconds) plugin('MessagingService').publish('sessionDurationConfigured', { sessionDurationSeconds })
  plugin('MessagingService').ready()
  messenger.ready()
  messenger.mount()
  if (wasActive) service.session.start({ restoring: true })
}

async function start(script) {
  const { name, settings, queue } = snippet()
  const [bus, shared, names] = [new Bus(), new Map(), new Set()]
  const plugin = (each) => {
    names.add(each)
    return pluginOf(bus, each, shared)
  }
  const genesys = dispatcher(bus, names, shared)
  const genesysJs = plugin('GenesysJS')
  genesysJs.registerCommand('configuration', ({ resolve, reject }) => {
    const config = shared.get('GenesysJS.configuration')
    if (config === undefined) reject('Deployment config is not available')
    else resolve(config)
  })
  window[name] = genesys
  const hosts = hostsOf(script.src)
  const config = await load(hosts, settings.deploymentId, genesysJs)
  if (config?.status === 'Active') {
    shared.set('GenesysJS.configuration', config)
    genesysJs.republish('configurationReceived', { deploymentConfig: config, snippetConfig: settings })
    const built = build({ hosts, config, deploymentId: settings.deploymentId, plugin })
    for (const call of queue) genesys(...call)
    announce(built, config, plugin)
  }
  bus.start()
}

// `currentScript` is known only while the script itself runs.
start(document.currentScript).catch((error) => console.error(`The Messenger could not start: ${error.message ?? error}`))
