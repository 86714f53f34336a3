import type { Page, Request, Response } from '@playwright/test'
import type { PageSource } from './page-source'

/** What a page reads over HTTP of its guest, and where it goes. */
export function watchReads(page: Page, source: PageSource, onDocument: (url: string) => void): void {
  let navigates = false
  /** A change of the address alone asks for nothing: the document stays. */
  const requested = (request: Request): void => {
    try {
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) navigates = true
    } catch {
      // The frame of such a request is not there yet: it is one of a new page.
    }
  }
  page.on('request', requested)
  page.on('response', (response) => void read(response, source).catch(() => {}))
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || (!navigates && frame.url() !== 'about:blank')) return
    navigates = false
    onDocument(frame.url())
  })
  page.on('close', () => source.end())
}

/** What the page reads over HTTP says something of the end too. */
async function read(response: Response, source: PageSource): Promise<void> {
  const request = response.request()
  if (request.method() === 'GET' && response.ok() && source.isOwn(request.url())) source.read(request.url(), await response.json())
}
