import { expect, test } from 'playwright-genesys/playwright'
import { accessToken } from './pages/support'

test.use({ genesysOptions: {} })

test('an agent desktop that names a real region is led to the simulator, its notification socket too', async ({ page, genesys, simulator }) => {
  const { conversationId } = await simulator.openConversation()
  const token = await accessToken(simulator)
  const sockets: string[] = []
  page.on('websocket', (socket) => sockets.push(socket.url()))
  await page.goto(`/pages/desktop?environment=mypurecloud.ie&conversationId=${conversationId}#access_token=${token}`)
  await expect(page.getByRole('status')).toHaveText('Chat is open; agent connected')
  await genesys.closeConversation(conversationId, { wrapUp: 'Escalated' })
  await expect(page.getByRole('status')).toHaveText('Chat ended')
  expect(sockets.map((address) => new URL(address).host)).toEqual([new URL(simulator.url).host])
})
