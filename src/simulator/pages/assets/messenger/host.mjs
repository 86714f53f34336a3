/** Talks with the page that embeds this frame; only its window is listened to. */
const CHANNEL = 'playwright-genesys-messenger'

/** Where the first message comes from is where all others go. */
let hostOrigin = '*'

/** Says something to the page. Nothing secret ever goes this way. */
export function say(act, details = {}) {
  window.parent.postMessage({ channel: CHANNEL, act, ...details }, hostOrigin)
}

/** `told` gets `{ state }` and `{ focus }`. */
export function listen(told) {
  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || data?.channel !== CHANNEL) return
    hostOrigin = origin
    told(data)
  })
  say('ready')
}

/** The deployment's colour; everything else is ours. */
export function paint(color) {
  if (/^#[0-9a-f]{6}$/i.test(color ?? '')) document.documentElement.style.setProperty('--brand', color)
}
