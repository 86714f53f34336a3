import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect } from 'playwright-genesys/playwright'
import { test as withApp } from './app'

/** A proxy of the user's, which lets nobody through and keeps what it was asked. */
async function proxyOf(asked: string[]) {
  const server = createServer((request, response) => { asked.push(`GET ${request.url ?? ''}`); response.writeHead(403).end() })
  server.on('connect', (request: IncomingMessage, socket) => { asked.push(`CONNECT ${request.url ?? ''}`); socket.end('HTTP/1.1 403 Forbidden\r\n\r\n') })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}

// A file's own options replace those of the fixtures without a word: the door must not depend on them.
const test = withApp.extend<{ asked: string[] }>({
  asked: async ({}, use) => await use([]),
  proxy: async ({ asked }, use) => {
    const { address, stop } = await proxyOf(asked)
    await use({ server: address })
    stop()
  },
})

test('with launchOptions and a proxy of its own, a file is led all the same, and its proxy asked for the rest', async ({ page, request, app, asked }) => {
  await page.goto(`${app.home}/`)
  await expect.poll(() => app.missing).toEqual([])
  await expect(page.goto('https://shop.example/')).rejects.toThrow()
  await expect(request.get('https://other.example/')).rejects.toThrow()
  expect([...new Set(asked)]).toEqual(['CONNECT shop.example:443', 'CONNECT other.example:443'])
})
