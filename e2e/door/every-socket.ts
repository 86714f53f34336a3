import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Server as TcpServer } from 'node:net'
import { once } from 'node:events'
import type { LaunchOptions } from '@playwright/test'

export const REGION = 'mypurecloud.ie'

/** What dials in each place: it says what came first, or that it failed. One that talks says hello, and dials again when it was cut off. Carried over as text. */
const DIAL = `
  const answer = (kind, got) => fetch(HOME + '/said?kind=' + kind + '&got=' + encodeURIComponent(got), { mode: 'no-cors' })
  const address = 'wss://webmessaging.${REGION}/v1?deploymentId=' + DEPLOYMENT
  const dial = (kind, Socket = WebSocket, token = crypto.randomUUID()) => {
    const socket = new Socket(address)
    const send = (action, rest) => socket.send(JSON.stringify({ action, token, ...rest }))
    socket.onopen = () => send('configureSession', { deploymentId: DEPLOYMENT })
    socket.onmessage = ({ data }) => {
      const got = JSON.parse(data).class
      answer(kind, got)
      if (TALKS && got === 'SessionResponse') send('onMessage', { message: { type: 'Text', text: 'hello' } })
    }
    socket.onerror = () => answer(kind, 'error')
    socket.onclose = ({ wasClean }) => { if (TALKS && !wasClean) setTimeout(() => dial(kind, Socket, token), 100) }
  }
  class Streamed {
    constructor(address) {
      this.run(address).then(() => this.onclose({ wasClean: true }), () => { this.onerror(); this.onclose({ wasClean: false }) })
    }
    async run(address) {
      const { readable, writable } = await new WebSocketStream(address).opened
      const writer = writable.getWriter()
      this.send = (text) => writer.write(text)
      this.onopen()
      for await (const data of readable) this.onmessage({ data })
    }
  }`

const IN_PAGE: Record<string, string> = {
  'page': `dial('page')`,
  'subclass': `dial('subclass', class extends WebSocket {})`,
  'copy of another frame': `{ const frame = document.body.appendChild(document.createElement('iframe')); dial('copy of another frame', frame.contentWindow.WebSocket) }`,
  'WebSocketStream': `typeof WebSocketStream === 'undefined' ? answer('WebSocketStream', 'not here') : dial('WebSocketStream', Streamed)`,
  'frame of the same origin': `frame({ src: '/dial?kind=frame of the same origin' })`,
  'frame of another origin': `frame({ src: HOME.replace('localhost', '127.0.0.1') + '/dial?kind=frame of another origin' })`,
  'sandboxed frame': `frame({ src: '/dial?kind=sandboxed frame', sandbox: 'allow-scripts' })`,
  'srcdoc': `frame({ srcdoc: '<script src="/dial.js?kind=srcdoc"></' + 'script>' })`,
  'blob': `frame({ src: URL.createObjectURL(new Blob(['<script src="' + HOME + '/dial.js?kind=blob"></' + 'script>'], { type: 'text/html' })) })`,
  'popup': `window.open('/dial?kind=popup')`,
  'popup without an opener': `window.open('/dial?kind=popup without an opener', '', 'noopener')`,
  'dedicated worker': `new Worker('/dial.js?kind=dedicated worker')`,
  'shared worker': `new SharedWorker('/dial.js?kind=shared worker')`,
  'service worker': `navigator.serviceWorker.register('/dial.js?kind=service worker')`,
}

const MAKE_FRAME = `const frame = (of) => document.body.append(Object.assign(document.createElement('iframe'), of))`

export const KINDS = Object.keys(IN_PAGE)

/** What a browser does not have: the app itself must have found it missing. */
const NOT_HERE: Record<string, string[]> = { firefox: ['WebSocketStream'] }

/** What a browser does not let us tell: over BiDi a popup may dial before our script is there, and its socket says nothing. */
const NOBODYS: Record<string, string[]> = { firefox: ['popup', 'popup without an opener'] }

export const isNobodys = (kind: string, browserName: string): boolean => NOBODYS[browserName]?.includes(kind) === true

export const isHere = (kind: string, browserName: string): boolean => NOT_HERE[browserName]?.includes(kind) !== true

const POLICY = `default-src 'self'; connect-src 'self' http://localhost:* http://127.0.0.1:* wss://webmessaging.${REGION}; frame-src 'self' blob: http://127.0.0.1:*; script-src 'self' http://localhost:*`

/** An app that dials the vendor's guest host from everywhere at once, under a strict policy, and hears how it went. */
export class EverySocket {
  readonly heard = new Map<string, string>()
  talks = false
  readonly #server: Server
  readonly #deploymentId: string
  readonly #browserName: string

  private constructor(deploymentId: string, browserName: string) {
    this.#deploymentId = deploymentId
    this.#browserName = browserName
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(deploymentId: string, browserName: string): Promise<EverySocket> {
    const app = new EverySocket(deploymentId, browserName)
    await once(app.#server.listen(0, '127.0.0.1'), 'listening')
    return app
  }

  get home(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`
  }

  /** Which kinds of sockets have not been answered as the simulator answers. */
  get missing(): string[] {
    const wanted = (kind: string): string => (isHere(kind, this.#browserName) ? 'SessionResponse' : 'not here')
    return KINDS.filter((kind) => this.heard.get(kind) !== wanted(kind)).map((kind) => `${kind}: ${this.heard.get(kind) ?? 'nothing'}`)
  }

  /** What became of each kind. */
  get told(): Record<string, string> {
    return Object.fromEntries(KINDS.map((kind) => [kind, this.heard.get(kind) ?? 'nothing']))
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((done) => this.#server.close(done))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.home)
    const kind = searchParams.get('kind') ?? ''
    const constants = `const TALKS = ${this.talks}, HOME = '${this.home}', DEPLOYMENT = '${this.#deploymentId}';${DIAL}`
    const script = (text: string): void => { response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' }).end(`{${constants};${text}}`) }
    const page = (src: string): void => { response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(`<!doctype html><body><script src="${src}"></script>`) }
    if (pathname === '/said') {
      if (!this.heard.has(kind)) this.heard.set(kind, searchParams.get('got') ?? '')
      response.writeHead(204).end()
    } else if (pathname === '/all.js') script(`${MAKE_FRAME};${Object.values(IN_PAGE).join('\n')}`)
    else if (pathname === '/only.js') script(`${MAKE_FRAME};${IN_PAGE[kind] ?? ''}`)
    else if (pathname === '/only') page(`/only.js?kind=${encodeURIComponent(kind)}`)
    else if (pathname === '/dial.js') script(`dial('${kind}')`)
    else if (pathname === '/dial') page(`/dial.js?kind=${encodeURIComponent(kind)}`)
    else page('/all.js')
  }
}

const HOSTS = ['webmessaging', 'api', 'api-cdn', 'apps', 'login'].map((name) => `${name}.${REGION}`).join(',')

/** Stands where the real hosts are: whatever reaches it has left this machine in earnest. */
export class RealHosts {
  heard = 0
  readonly #server: TcpServer

  private constructor() {
    this.#server = createTcp((socket) => {
      this.heard += 1
      socket.on('error', () => {}).destroy()
    })
  }

  static async start(): Promise<RealHosts> {
    const hosts = new RealHosts()
    await once(hosts.#server.listen(0, '127.0.0.1'), 'listening')
    return hosts
  }

  /** A browser's launch options, with which it takes them for the real ones unless something leads it elsewhere. */
  mapped(browserName: string, options: LaunchOptions): LaunchOptions {
    const { port } = this.#server.address() as AddressInfo
    if (browserName !== 'firefox') return { ...options, args: [...options.args ?? [], `--host-resolver-rules=MAP *.${REGION} 127.0.0.1:${port}`] }
    return { ...options, firefoxUserPrefs: { ...options.firefoxUserPrefs, 'network.dns.localDomains': HOSTS, 'network.socket.forcePort': `443=${port};80=${port}` } }
  }

  async stop(): Promise<void> {
    await new Promise((done) => this.#server.close(done))
  }
}
