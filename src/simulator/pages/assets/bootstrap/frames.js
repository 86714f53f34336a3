'use strict'

/** What our two frames and this page call each other by. */
const CHANNEL = 'playwright-genesys-messenger'
const MARGIN = '20px'

const LAUNCHER = {
  id: 'genesys-mxg-frame', name: 'MessengerLauncherFrame', title: 'Messenger Launcher',
  className: 'genesys-mxg-launcher-frame', path: '/messenger/messenger.html',
  style: { width: '72px', height: '72px', right: MARGIN, bottom: MARGIN },
}
const WINDOW = {
  id: 'genesys-mxg-container-frame', name: 'MessengerFrame', title: 'Messenger',
  className: 'genesys-mxg-container-frame', path: '/messenger/messenger-renderer.html',
  style: { width: 'min(408px, calc(100vw - 40px))', height: 'min(680px, calc(100vh - 132px))', right: MARGIN, bottom: '104px' },
}
/** The frames' own documents say the same; where the two differ, browsers put a white sheet behind a frame. */
const COMMON = { position: 'fixed', border: '0', zIndex: '99999999', background: 'transparent', colorScheme: 'light dark' }

/** One iframe of ours on the host page; what is posted before it is ready waits as one latest state. */
class Frame {
  #element
  #origin
  #latest
  #isReady = false
  #wantsFocus = false

  constructor(kind, origin, heard) {
    this.#origin = origin
    this.#element = this.#create(kind, origin)
    window.addEventListener('message', (event) => {
      const isOurs = event.source === this.#element.contentWindow && event.origin === origin
      if (isOurs && event.data?.channel === CHANNEL) this.#heard(event.data, heard)
    })
  }

  /** CSSOM only: a page's policy may forbid style attributes. */
  #create({ path, style, ...attributes }, origin) {
    const element = Object.assign(document.createElement('iframe'), attributes, { src: origin + path })
    Object.assign(element.style, COMMON, style)
    return element
  }

  attach(parent) {
    parent.append(this.#element)
  }

  remove() {
    this.#element.remove()
  }

  show(isShown) {
    this.#element.style.display = isShown ? 'block' : 'none'
    if (!isShown) this.#wantsFocus = false
  }

  /** A frame that is still loading gets the focus as soon as somebody is there to take it. */
  focus() {
    this.#wantsFocus = !this.#isReady
    if (!this.#isReady) return
    this.#element.focus()
    this.#post({ focus: true })
  }

  state(state) {
    this.#latest = state
    if (this.#isReady) this.#post({ state })
  }

  #post(message) {
    this.#element.contentWindow?.postMessage({ channel: CHANNEL, ...message }, this.#origin)
  }

  #heard({ act, ...said }, heard) {
    if (act !== 'ready') return heard(act, said)
    this.#isReady = true
    if (this.#latest !== undefined) this.#post({ state: this.#latest })
    if (this.#wantsFocus) this.focus()
  }
}

module.exports = { Frame, LAUNCHER, WINDOW }
