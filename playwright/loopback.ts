import type { BrowserContext } from '@playwright/test'

/** Whether a host, as a URL names it, is this machine. */
export const isLoopback = (host: string): boolean => /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(host)

const allowed = new WeakSet<BrowserContext>()

/**
 * Lets pages of any origin open sockets to loopback, where a newer Chromium would ask a person.
 * Playwright that does not know the permission has a Chromium that does not ask; it would keep the
 * unknown name, and refuse every later grant.
 */
export async function allowLoopback(context: BrowserContext, others: string[]): Promise<void> {
  if (allowed.has(context)) return
  allowed.add(context)
  try {
    await context.grantPermissions(['local-network-access'])
  } catch {
    await context.clearPermissions()
    if (others.length > 0) await context.grantPermissions(others)
  }
}
