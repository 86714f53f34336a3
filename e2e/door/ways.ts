import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, firefox, webkit, type Browser, type LaunchOptions, type Page } from '@playwright/test'

const BROWSERS = { chromium, firefox, webkit }

interface Given {
  page: Page
  browser: Browser
  browserName: keyof typeof BROWSERS
  launchOptions: LaunchOptions
}

interface Made {
  page: Page
  end?(): Promise<void>
}

export type Way = (given: Given) => Promise<Made>

/** How a spec comes by a page. */
export const WAYS: Record<string, Way> = {
  'the page of the fixture': async ({ page }) => ({ page }),
  'a context made by hand': async ({ browser }) => {
    const context = await browser.newContext()
    return { page: await context.newPage(), end: () => context.close() }
  },
  'a page that the browser made by itself': async ({ browser }) => {
    const page = await browser.newPage()
    return { page, end: () => page.close() }
  },
  'a browser launched by hand, and its contexts': async ({ browserName, launchOptions }) => {
    const browser = await BROWSERS[browserName].launch(launchOptions)
    return { page: await (await browser.newContext()).newPage(), end: () => browser.close() }
  },
  'a persistent context': async ({ browserName, launchOptions }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'profile-'))
    const context = await BROWSERS[browserName].launchPersistentContext(folder, launchOptions)
    const end = async (): Promise<void> => {
      await context.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
    return { page: await context.newPage(), end }
  },
  'a context of a browser that Playwright was connected to': async ({ browserName, launchOptions }) => {
    const server = await BROWSERS[browserName].launchServer(launchOptions)
    const browser = await BROWSERS[browserName].connect(server.wsEndpoint())
    const end = async (): Promise<void> => {
      await browser.close()
      await server.close()
    }
    return { page: await (await browser.newContext()).newPage(), end }
  },
}
