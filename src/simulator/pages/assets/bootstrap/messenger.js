'use strict'

const { ConversationView } = require('./conversation-view')
const { Frame, LAUNCHER, WINDOW } = require('./frames')

/** The plugins Messenger, Launcher and Conversations: the window that a guest sees. */
class Messenger {
  #plugins
  #parts
  #view = new ConversationView()
  #isOpen = false
  #isShown
  #isCleared = false
  #notice = ''
  #attempt = 0
  #lastPhase = 'idle'
  #frames

  constructor(parts) {
    this.#parts = parts
    this.#plugins = parts.plugins
    this.#isShown = this.#visibility === 'on'
    this.#listen()
    this.#registerCommands()
  }

  get #visibility() {
    return (this.#parts.config.messenger.launcherButton?.visibility ?? 'On').toLowerCase()
  }

  /** The frames go into the page as soon as it has a body. */
  mount() {
    if (document.body === null) return document.addEventListener('DOMContentLoaded', () => this.mount(), { once: true })
    const { apps } = this.#parts.hosts
    this.#frames = {
      window: new Frame(WINDOW, apps, (act, said) => this.#windowSays(act, said)),
      launcher: new Frame(LAUNCHER, apps, () => this.#toggle()),
    }
    this.#draw()
    for (const frame of Object.values(this.#frames)) frame.attach(document.body)
  }

  ready() {
    for (const name of ['messenger', 'launcher', 'conversations']) this.#plugins[name].ready()
    if (this.#isShown) this.#plugins.launcher.publish('visible')
  }

  /** What the session has become. */
  entered(phase) {
    const wasAway = ['lost', 'offline', 'displaced'].includes(this.#lastPhase)
    this.#lastPhase = phase
    const isLive = phase === 'active' || phase === 'readOnly'
    if (isLive || phase === 'expired') this.#attempt = 0
    if (isLive) this.#notice = wasAway ? 'Connected again.' : ''
    this.#draw()
  }

  retrying(attempt) {
    this.#attempt = attempt
    this.#draw()
  }

  #listen() {
    const { conversations } = this.#plugins
    const on = (name, act) => conversations.subscribe(`MessagingService.${name}`, ({ data }) => {
      act(data)
      this.#draw()
    })
    const view = this.#view
    on('sendingMessage', (data) => view.sending(data))
    on('messagesReceived', (data) => view.received(data))
    on('reconnected', () => view.reconnected())
    on('restored', (data) => this.#restored(data))
    on('oldMessages', (data) => view.older(data))
    on('historyComplete', () => view.complete())
    on('typingReceived', () => view.typing(true))
    on('typingTimeout', () => view.typing(false))
    on('conversationDisconnected', (data) => view.disconnected(data))
    on('started', () => conversations.publish('started'))
    on('error', (data) => this.#failed(data))
    on('conversationReset', () => view.reset())
    on('sessionCleared', () => view.reset())
    on('sessionExpired', () => view.reset())
    on('conversationCleared', () => this.#cleared())
  }

  /** Like the vendor's window, it opens again after a reload if it was open. */
  #restored(data) {
    this.#view.restored(data)
    if (this.#parts.storage.get('gcmcopn') === 'true' && !this.#isOpen) this.#open({ takesFocus: false })
  }

  #failed(data) {
    this.#view.failed(data)
    this.#plugins.conversations.publish('error', data)
  }

  #cleared() {
    this.#view.reset()
    if (this.#isOpen) this.#close()
    if (this.#visibility === 'ondemand') this.#showLauncher(false)
  }

  #registerCommands() {
    const { messenger, launcher } = this.#plugins
    messenger.registerCommand('open', (call) => this.#ordered(call, !this.#isOpen, 'Messenger is already open', () => this.#open({})))
    messenger.registerCommand('openConversation', (call) => this.#ordered(call, !this.#isOpen, 'Messenger is already open', () => this.#open({})))
    messenger.registerCommand('close', (call) => this.#ordered(call, this.#isOpen, 'Messenger is already closed', () => this.#close()))
    messenger.registerCommand('clear', (call) => this.#ordered(call, true, '', () => this.#clear()))
    launcher.registerCommand('show', (call) => this.#launch(call, true))
    launcher.registerCommand('hide', (call) => this.#launch(call, false))
  }

  #ordered({ resolve, reject }, isPossible, why, act) {
    if (this.#isCleared) return reject('Messenger has been cleared; reload the page.')
    if (!isPossible) return reject(why)
    act()
    resolve()
  }

  #launch(call, isShown) {
    if (this.#visibility !== 'ondemand') return call.reject('Invalid configuration of Launcher button')
    this.#ordered(call, isShown || this.#isShown, 'Launcher button is already hidden', () => this.#showLauncher(isShown))
  }

  #showLauncher(isShown) {
    if (this.#isShown === isShown) return
    this.#isShown = isShown
    this.#plugins.launcher.publish(isShown ? 'visible' : 'hidden')
    this.#draw()
  }

  #open({ takesFocus = true }) {
    this.#isOpen = true
    this.#parts.storage.set('gcmcopn', 'true')
    if (this.#visibility === 'ondemand') this.#showLauncher(true)
    const { session } = this.#parts
    if (session.phase === 'idle') session.start()
    this.#plugins.messenger.publish('opened')
    this.#plugins.conversations.publish('opened')
    this.#draw()
    if (takesFocus) this.#frames?.window.focus()
  }

  #close() {
    this.#isOpen = false
    this.#parts.storage.set('gcmcopn', 'false')
    this.#plugins.messenger.publish('closed')
    this.#draw()
    if (this.#isShown) this.#frames?.launcher.focus()
  }

  #toggle() {
    if (this.#isOpen) this.#close()
    else this.#open({})
  }

  /** Everything of ours leaves the browser; nothing works until the page is loaded again. */
  #clear() {
    this.#isCleared = true
    this.#isOpen = false
    this.#parts.session.leave()
    for (const key of ['gcmcsessionActive', 'gcmcopn', 'actmu']) this.#parts.storage.remove(key)
    for (const frame of Object.values(this.#frames ?? {})) frame.remove()
    this.#plugins.messenger.publish('cleared')
  }

  #windowSays(act, said) {
    const { session } = this.#parts
    const command = (name, data) => this.#plugins.conversations.command(`MessagingService.${name}`, data).catch((why) => this.#tell(String(why)))
    const acts = {
      send: () => command('sendMessage', { message: said.text }),
      reply: () => command('sendMessage', { type: said.button.type, postback: said.button }),
      typing: () => { if (this.#parts.config.messenger.apps.conversations.showUserTypingIndicator) command('sendTyping') },
      reset: () => command('resetConversation'),
      clear: () => command('clearConversation'),
      older: () => command('fetchHistory'),
      retry: () => session.retryNow(),
      renew: () => session.start(),
      minimize: () => this.#minimize(),
    }
    acts[act]?.()
  }

  #minimize() {
    this.#close()
    this.#plugins.conversations.publish('closed')
  }

  #tell(notice) {
    this.#notice = notice
    this.#draw()
  }

  #draw() {
    if (this.#frames === undefined) return
    const { config, session } = this.#parts
    const { conversationClear } = config.messenger.apps.conversations
    this.#frames.window.show(this.#isOpen)
    this.#frames.window.state({
      ...this.#view.snapshot(),
      phase: session.phase,
      attempt: this.#attempt,
      notice: this.#notice,
      canClear: conversationClear?.enabled === true,
      color: config.messenger.styles?.primaryColor,
    })
    this.#frames.launcher.show(this.#isShown)
    this.#frames.launcher.state({ isOpen: this.#isOpen, color: config.messenger.styles?.primaryColor })
  }
}

module.exports = { Messenger }
