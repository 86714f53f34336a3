import type { Page } from '@playwright/test'

/** A text that the chat's status has shown, and when: milliseconds of the page's own clock. */
type Shown = [text: string, at: number]

/** Notes what the sample chat's status shows from now on: what has passed by the time that somebody looks is seen too. */
export async function statusLog(page: Page): Promise<() => Promise<Shown[]>> {
  const frame = page.frames().find((each) => each.url().includes('/custom/frame'))
  if (frame === undefined) throw new Error('The sample chat is not on this page.')
  const log = await frame.evaluateHandle(() => {
    const shown: Shown[] = []
    const status = document.getElementById('status') as HTMLElement
    new MutationObserver(() => shown.push([status.textContent ?? '', performance.now()]))
      .observe(status, { subtree: true, childList: true, characterData: true })
    return shown
  })
  return () => log.jsonValue()
}
