import type { Page } from '@playwright/test'
import type { Simulator } from '../..'
import { accessToken, expect, test } from './support'

async function open(page: Page, simulator: Simulator, conversationId: string) {
  await page.goto(`${simulator.messengerUrl({ page: 'desktop' })}?conversationId=${conversationId}#access_token=${await accessToken(simulator)}`)
  await expect(page.getByText('live', { exact: true })).toBeVisible()
}

const stateOf = (page: Page, purpose: string) => page.getByRole('row').filter({ hasText: purpose }).getByRole('cell').nth(2)

test('the desktop shows the participants, and follows what happens without being asked', async ({ page, simulator }) => {
  const { conversationId } = await simulator.openConversation({ agent: 'alerting' })
  await open(page, simulator, conversationId)
  await expect(page.getByRole('status')).toHaveText('Chat is open; agent alerting')
  await expect(stateOf(page, 'customer')).toHaveText('connected')
  await simulator.agent(conversationId).answer()
  await expect(stateOf(page, 'agent')).toHaveText('connected')
  await simulator.agent(conversationId).disconnect()
  await expect(page.getByRole('status')).toHaveText('Chat ended')
  await expect(stateOf(page, 'customer')).toHaveText('disconnected')
  await expect(page.getByText('After-call work: pending')).toBeVisible()
  await expect(page.getByRole('log', { name: 'Events' })).toContainText('user.end')
})

test('the agent ends the chat with a wrap-up', async ({ page, simulator }) => {
  const { conversationId } = await simulator.openConversation()
  await open(page, simulator, conversationId)
  await page.getByLabel('Wrap-up code').selectOption('Resolved')
  await page.getByRole('button', { name: 'End chat' }).click()
  await expect(page.getByRole('status')).toHaveText('Chat ended')
  await expect(page.getByRole('row').filter({ hasText: 'agent' }).getByRole('cell').nth(4)).toHaveText('Resolved')
  await expect(page.getByText('After-call work: complete')).toBeVisible()
  expect((await simulator.conversation(conversationId)).state).toBe('closed')
})

test('a wrap-up that is owed can be given afterwards', async ({ page, simulator }) => {
  const { conversationId } = await simulator.openConversation()
  await open(page, simulator, conversationId)
  await simulator.agent(conversationId).disconnect()
  await page.getByLabel('Wrap-up code').selectOption('Escalated')
  await page.getByRole('button', { name: 'Save wrap-up' }).click()
  await expect(page.getByText('After-call work: complete')).toBeVisible()
  await expect(page.getByRole('button', { name: 'End chat' })).toBeDisabled()
})

test('the token leaves the address at once, and can be given in a form instead', async ({ page, simulator }) => {
  const { conversationId } = await simulator.openConversation()
  await open(page, simulator, conversationId)
  expect(page.url()).toBe(`${simulator.url}/pages/desktop?conversationId=${conversationId}`)
  await page.goto(simulator.messengerUrl({ page: 'desktop' }))
  await page.getByLabel('Access token').fill(await accessToken(simulator))
  await page.getByLabel('Conversation id').fill(conversationId)
  await page.getByRole('button', { name: 'Open' }).click()
  await expect(stateOf(page, 'agent')).toHaveText('connected')
})

test('what the API refuses is said', async ({ page, simulator }) => {
  const { conversationId } = await simulator.openConversation()
  await page.goto(`${simulator.messengerUrl({ page: 'desktop' })}?conversationId=${conversationId}#access_token=wrong`)
  await expect(page.getByRole('status')).toHaveText('Invalid login credentials.')
})
