import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** A CONNECT proxy that leads the hosts of one domain to a port of this machine, and knows no others. */
export class RegionProxy {
  readonly #server: Server
  readonly #open = new Set<Socket>()
  /** The hosts that were asked for, in order. */
  readonly passed: string[] = []
  readonly refused: string[] = []

  private constructor(domain: string, port: number) {
    this.#server = createServer((_request, response) => response.writeHead(405).end())
    this.#server.on('connect', ({ url = '' }, client: Socket) => {
      const [host = ''] = url.split(':')
      if (!host.endsWith(`.${domain}`)) {
        this.refused.push(url)
        client.on('error', () => client.destroy())
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
        return
      }
      this.passed.push(host)
      this.#join(client, connect(port, '127.0.0.1'))
    })
  }

  static async start(domain: string, port: number): Promise<RegionProxy> {
    const proxy = new RegionProxy(domain, port)
    await new Promise<void>((resolve) => { proxy.#server.listen(0, '127.0.0.1', resolve) })
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  #join(client: Socket, server: Socket): void {
    for (const [socket, other] of [[client, server], [server, client]] as const) {
      this.#open.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => { this.#open.delete(socket); other.destroy() })
    }
    server.on('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(server).pipe(client)
    })
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy()
    await new Promise((resolve) => { this.#server.close(resolve) })
  }
}
