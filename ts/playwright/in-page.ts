/*
 * What runs inside the page, in every frame, before any of its own scripts. Playwright carries the
 * function over as text: it may use nothing from outside itself.
 */

/** What the page's side is told. */
export interface Told {
  /** The name of the function that leads back to the test. */
  binding?: string
  /** Whether guest sockets say whose they are, in their addresses: a door reads it there. */
  marks?: boolean
  /** What they say where no door does; absent: the name of their document. */
  witness?: string
  /** An event by which the app itself says that the conversation is closed. */
  closedEvent?: string
}

/** What the page's side tells. */
export type Reported =
  /** A document is there, before any script of its own. */
  | { what: 'document'; name: string }
  /** `ends`: the ids of the message that told the end, where the event has it. */
  | { what: 'closed' | 'open'; by: string; ends?: unknown[] }
  | { what: 'messenger' }

/** Installs itself once for each frame; told more later, it knows more. */
export function inPage(told: Told): void {
  const key = Symbol.for('playwright-genesys')
  const scope = window as unknown as Record<PropertyKey, unknown> & Window
  const known = scope[key] as { tell(told: Told): void } | undefined
  if (known !== undefined) {
    known.tell(told)
    return
  }
  const state: Told = {}

  const report = (what: Reported): void => {
    const lead = state.binding === undefined ? undefined : scope[state.binding]
    if (typeof lead === 'function') void Promise.resolve(lead(what)).catch(() => {})
  }

  const name = crypto.getRandomValues(new Uint32Array(3)).join('-')
  const isGuestSocket = (url: URL): boolean => url.pathname.endsWith('/v1') && url.searchParams.has('deploymentId')

  const marked = (address: string | URL): string | URL => {
    try {
      const url = new URL(address, document.baseURI)
      // One with a fragment is refused, by what it says itself.
      return isGuestSocket(url) && url.hash === '' ? `${url.href}&witness=${state.witness ?? name}` : address
    } catch {
      return address
    }
  }

  // Only where sockets say whose they are: otherwise the page keeps the browser's own, untouched.
  let marks = false
  const mark = (): void => {
    if (marks || state.marks !== true) return
    marks = true
    report({ what: 'document', name })
    for (const kind of ['WebSocket', 'WebSocketStream']) {
      const own = scope[kind]
      if (typeof own !== 'function') continue
      const construct = (target: object, [address, ...rest]: unknown[], newTarget: object): object => (
        Reflect.construct(target as never, [marked(address as string), ...rest], newTarget as never) as object
      )
      const marking = new Proxy(own, { construct })
      scope[kind] = marking
      // An app may compare a socket's own constructor with it.
      ;(own.prototype as Record<string, unknown>)['constructor'] = marking
    }
  }
  const isNamed = (data: unknown): boolean => {
    const name = state.closedEvent
    if (name === undefined) return false
    if (typeof data !== 'object' || data === null) return data === name
    const { type, event, name: own } = data as Record<string, unknown>
    return type === name || event === name || own === name
  }
  window.addEventListener('message', ({ data }) => {
    if (isNamed(data)) report({ what: 'closed', by: 'a message event' })
  }, true)

  // Capturing at the window hears events on any node of the document, bubbling or not.
  const heard = new Set(['message'])
  const hearClosedEvent = (): void => {
    const name = state.closedEvent
    if (name === undefined || heard.has(name)) return
    heard.add(name)
    window.addEventListener(name, () => {
      if (state.closedEvent === name) report({ what: 'closed', by: 'a DOM event' })
    }, true)
  }

  // The vendor's SDK: a stub that queues, replaced by the real one; each is asked once.
  const subscribed = new WeakSet<object>()
  const MEANS: Record<string, 'closed' | 'open'> = {
    'MessagingService.conversationDisconnected': 'closed',
    'MessagingService.readOnlyConversation': 'closed',
    'MessagingService.conversationReset': 'open',
  }
  const subscribe = (genesys: unknown): void => {
    if (typeof genesys !== 'function' || subscribed.has(genesys)) return
    subscribed.add(genesys)
    interface Heard { data?: { body?: { readOnly?: unknown }; message?: { id?: unknown; channel?: { messageId?: unknown } } } }
    const on = genesys as (command: 'subscribe', event: string, heard: (of?: Heard) => void) => void
    try {
      on('subscribe', 'MessagingService.ready', () => report({ what: 'messenger' }))
      for (const [event, meaning] of Object.entries(MEANS)) {
        on('subscribe', event, (of) => {
          // While restoring, readOnlyConversation carries the whole SessionResponse, which may say no.
          const saysNo = event.endsWith('readOnlyConversation') && of?.data?.body?.readOnly === false
          const message = of?.data?.message
          if (!saysNo) report({ what: meaning, by: event, ends: [message?.id, message?.channel?.messageId] })
        })
      }
    } catch {
      // Not the vendor's.
    }
  }
  let genesys = scope['Genesys']
  subscribe(genesys)
  Object.defineProperty(scope, 'Genesys', {
    configurable: true,
    enumerable: true,
    get: () => genesys,
    set: (value: unknown) => {
      const before = genesys
      genesys = value
      // What was asked of the stub is in its queue; asking again would hear everything twice.
      if (before === undefined) subscribe(value)
    },
  })

  const tell = (more: Told): void => {
    Object.assign(state, more)
    mark()
    hearClosedEvent()
  }
  Object.defineProperty(scope, key, { value: { tell } })
  tell(told)
}
