import { expect, test as base } from 'playwright-genesys/playwright'
import { Messenger } from '../support/messenger'

const test = base.extend({
  launchOptions: [async ({ launchOptions: { args = [], ...rest } }, use) => {
    await use({ ...rest, args: [...args, '--host-resolver-rules=MAP * 127.0.0.1:1'] })
  }, { scope: 'worker' }],
})

test.skip(({ browserName }) => browserName !== 'chromium', 'a flag of Chromium')

test("rules of one's own for every host leave what is led reachable", async ({ page, guest, genesys }) => {
  const messenger = await Messenger.open(page, '/pages/messenger')
  await messenger.say('hello')
  const report = await genesys.closeConversation(await guest.conversationId(), { wrapUp: 'E2E Test Closure', guest })
  expect(report.witnesses).toMatchObject({ wire: { saw: 'closed' }, page: { saw: 'closed' } })
})
