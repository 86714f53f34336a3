import type { Page } from '@playwright/test'
import { expect, test } from 'playwright-genesys/playwright'

const SCRIPT = `
  const socket = new WebSocket('wss://webmessaging.${process.env['RUN_DOMAIN']}/v1?deploymentId=${process.env['GENESYS_DEPLOYMENT_ID']}')
  var heard = 0
  socket.onmessage = () => { heard += 1 }
  socket.onopen = () => { document.title = 'connected' }
  socket.onclose = ({ code, wasClean }) => { document.title = code + (wasClean ? ' clean' : ' not clean') }`

/** A page of the internet, with a policy that knows the region and nothing else. */
async function openShop(page: Page): Promise<void> {
  const policy = `default-src 'none'; script-src 'unsafe-inline'; connect-src wss://webmessaging.${process.env['RUN_DOMAIN']}`
  await page.route('https://shop.example/', (route) => route.fulfill({
    contentType: 'text/html', headers: { 'content-security-policy': policy }, body: `<!doctype html><title>Shop</title><script>${SCRIPT}</script>`,
  }))
  await page.goto('https://shop.example/')
  await expect(page).toHaveTitle('connected')
}

test('a page of the internet is read under its own policy, and sees a lost network', async ({ page, guest }) => {
  await openShop(page)
  await guest.dropSocket()
  await expect(page).toHaveTitle('1006 not clean')
  await expect.poll(() => guest.events.at(-1)?.detail).toMatchObject({ phase: 'closed', code: 1006, wasClean: false })
})

test('there is no simulator', ({ simulator }) => expect(simulator).toBeUndefined())

test.describe('recorded', () => {
  test.use({ genesysRecord: 'run.jsonl' })

  test('nobody is told', async ({ page, guest }) => {
    await openShop(page)
    await page.evaluate('socket.send(JSON.stringify({ action: "echo", message: { type: "Text", text: "ping" } }))')
    await expect.poll(() => page.evaluate('heard')).toBe(1)
    await expect(guest).toBeClosed({ timeout: 100 })
  })
})

test.describe('without a door', () => {
  test.use({ guestOptions: { door: false } })

  test('the page is left alone, what the browser tells of it is read, and nothing can be broken', async ({ page, guest }) => {
    await openShop(page)
    await page.evaluate('socket.send(JSON.stringify({ action: "echo", message: { type: "Text", text: "ping" } }))')
    await expect.poll(() => guest.events.map(({ detail }) => detail?.['phase'])).toContain('open')
    await expect(guest.dropSocket()).rejects.toThrow('guestOptions.door is false')
    await expect(guest.refuseReconnects(1)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(page).toHaveTitle('connected')
  })
})
