'use strict'

// The shop: its pages, which chat belongs to an order, and the webhook of the payment provider.

const fs = require('node:fs/promises')
const http = require('node:http')
const path = require('node:path')
const { closeChat, login } = require('./close')

const PAGES = { '/': ['index.html', 'text/html'], '/chat.js': ['chat.js', 'text/javascript'] }
/** Order → the newest message of its chat. */
const chats = new Map()

async function json(request) {
  const chunks = await request.toArray()
  return JSON.parse(Buffer.concat(chunks).toString())
}

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://shop')
  if (request.method === 'GET' && pathname in PAGES) {
    const [file, type] = PAGES[pathname]
    return response.writeHead(200, { 'content-type': type }).end(await fs.readFile(path.join(__dirname, '..', 'app', file)))
  }
  if (pathname === '/chats') {
    const { order, messageId } = await json(request)
    chats.set(order, messageId)
    return response.writeHead(204).end()
  }
  if (pathname === '/webhook') {
    const { event, order } = await json(request)
    if (event === 'payment.refused') await closeChat(chats.get(order), 'Escalated')
    return response.writeHead(204).end()
  }
  return response.writeHead(404).end()
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => response.writeHead(500).end(String(error.status ?? error.message)))
})

login().then(() => {
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
})
