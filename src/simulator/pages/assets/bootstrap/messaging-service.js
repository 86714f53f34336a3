'use strict'

const { GuestSession } = require('./guest-session')
const { messageOf } = require('./requests')

const TYPING_EVERY_MS = 5000
const MAX_ATTRIBUTES = 2048
const ENDED = 'Conversation session has ended, start a new session to'

/** The plugin `MessagingService`: commands in, events out. */
class MessagingService {
  #plugin
  #config
  #database
  #session
  #hasFetchedAll = false
  #typedAt = -Infinity

  constructor({ plugin, config, database, ...parts }) {
    this.#plugin = plugin
    this.#config = config.messenger.apps.conversations
    this.#database = database
    this.#session = new GuestSession({
      ...parts,
      publish: plugin.publish,
      republish: plugin.republish,
      autoStart: this.#config.autoStart?.enabled === true,
      endsReadOnly: this.#config.conversationDisconnect?.enabled && this.#config.conversationDisconnect.type === 'ReadOnly',
    })
    for (const name of COMMANDS) plugin.registerCommand(name, (call) => this[name](call))
    window.addEventListener('online', () => this.#session.retryNow())
    window.addEventListener('offline', () => plugin.publish('offline'))
  }

  get session() {
    return this.#session
  }

  startConversation(call) {
    this.#start(call, { joins: true })
  }

  configureConversation(call) {
    this.#start(call, { joins: false })
  }

  #start({ resolve, reject }, how) {
    if (this.#session.isLive) return reject('There is already an active conversation')
    // Like the vendor's, it answers nothing while a connection is on its way.
    if (!['connecting', 'lost'].includes(this.#session.phase)) this.#session.start(how).then(resolve)
  }

  joinConversation({ resolve, reject }) {
    if (!this.#config.autoStart?.enabled) return reject('Auto start must be enabled in the configuration')
    this.#session.join()
    resolve()
  }

  sendMessage({ data, resolve, reject }) {
    if (data.message && data.message.trim() === '') return reject('Message only contains whitespaces')
    if (this.#session.isOver) return reject(`${ENDED} send a message.`)
    resolve()
    const message = messageOf(data)
    if (message !== undefined) this.#send(message)
  }

  #send(message) {
    const customAttributes = this.#database.take()
    if (customAttributes === undefined) return this.#session.write(message)
    if (new Blob([JSON.stringify(customAttributes)]).size > MAX_ATTRIBUTES) {
      const body = `customAttributes object is larger than allowed limit: ${MAX_ATTRIBUTES} bytes`
      return this.#plugin.publish('customAttributesSizeExceeded', { body, errorKey: 'customAttributesSizeExceeded' })
    }
    this.#session.write({ ...message, channel: { metadata: { customAttributes } } })
  }

  /** At most once in five seconds; like the vendor's, it answers nothing in between. */
  sendTyping({ resolve, reject }) {
    if (this.#session.isOver) return reject(`${ENDED} send a typing indicator.`)
    if (performance.now() - this.#typedAt < TYPING_EVERY_MS) return
    this.#typedAt = performance.now()
    this.#plugin.publish('clientTypingStarted')
    this.#session.type()
    resolve()
  }

  clearTypingTimeout({ resolve }) {
    this.#session.clearTypingTimeout()
    resolve()
  }

  async fetchHistory({ resolve, reject }) {
    if (!this.#session.isLive) return reject('not able to fetch history')
    if (this.#hasFetchedAll) return resolve('All the messages are fetched')
    try {
      const { page, isLast } = await this.#session.nextPage()
      if (page.messages.length > 0) this.#plugin.publish('oldMessages', page)
      if (isLast) this.#plugin.publish('historyComplete')
      this.#hasFetchedAll = isLast
      resolve(page)
    } catch {
      reject('Unable to fetch history')
    }
  }

  clearSession({ resolve }) {
    this.#hasFetchedAll = false
    this.#session.leave()
    this.#plugin.publish('sessionCleared')
    resolve()
  }

  resetConversation({ resolve, reject }) {
    const { enabled, type } = this.#config.conversationDisconnect ?? {}
    if (!this.#session.isOver) {
      const why = enabled && type === 'ReadOnly' ? 'There is no conversation that has ended.' : 'Check your configuration if Read only conversation disconnect is enabled.'
      return reject(`Conversation reset is not allowed. ${why}`)
    }
    this.#hasFetchedAll = false
    this.#session.reset()
    resolve()
  }

  clearConversation({ resolve, reject }) {
    if (!this.#config.conversationClear?.enabled) return reject('Please check your conversation clear option is enabled in your configuration.')
    if (!this.#session.isLive) return reject('There is no active conversation found to clear.')
    this.#session.clear().then(resolve)
  }
}

const COMMANDS = [
  'startConversation', 'configureConversation', 'joinConversation', 'sendMessage', 'sendTyping', 'clearTypingTimeout',
  'fetchHistory', 'clearSession', 'resetConversation', 'clearConversation',
]

module.exports = { COMMANDS, MessagingService }
