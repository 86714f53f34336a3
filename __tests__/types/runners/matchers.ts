// Compiled, never run: `expect.extend(matchers)` gives typed matchers in each runner.
import { expect as playwright } from '@playwright/test'
import { expect as jest } from 'expect'
import type { GuestSession, GenesysClient } from 'playwright-genesys'
import { matchers } from 'playwright-genesys/matchers'
import type { GenesysMatchers } from 'playwright-genesys/matchers'

declare module 'expect' {
  interface Matchers<R, T> extends GenesysMatchers {}
}

const expect = playwright.extend(matchers)
jest.extend(matchers)

export async function asserted(guest: GuestSession, client: GenesysClient): Promise<void> {
  const conversation = client.conversation('x')
  await expect(guest).toBeClosed({ mode: 'ReadOnly', staysForMs: 100, timeout: 1_000 })
  await expect(guest).not.toBeClosed({ kind: 'expired' })
  await expect.soft(conversation).toBeOpen()
  await expect(guest).toHaveSent(/please/, { timeout: 1 })
  await expect(guest).toHaveReceived(({ kind }) => kind === 'closed')
  await expect(conversation).toHaveParticipantState('agent', 'connected')
  await expect(conversation).toBeWrappedUp('Resolved')
  await jest(guest).toBeClosed()
  await jest(conversation).not.toBeWrappedUp()
  // @ts-expect-error no such mode
  await expect(guest).toBeClosed({ mode: 'readonly' })
  // @ts-expect-error a text is no guest
  await expect('text').toBeOpen()
  // @ts-expect-error what is waited for must be said
  await jest(guest).toHaveSent()
}
