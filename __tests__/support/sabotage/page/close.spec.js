'use strict'

const { expect, test } = require('../../../../dist/playwright')

test.describe('a close', () => {
  // A test's own sabotage, mended by the fixtures, must not end that of the run.
  test('is believed, under a sabotage of its own', async ({ simulator }) => {
    simulator.sabotage('leaves-acw-open')
    await simulator.openConversation()
  })

  test('is seen in the record', async ({ simulator, genesys }) => {
    const { conversationId } = await simulator.openConversation()
    simulator.sabotage('leaves-acw-open')
    simulator.sabotage('none')
    await genesys.closeConversation(conversationId, { wrapUp: 'Resolved', timeoutMs: 1_000 })
    await expect(genesys.conversation(conversationId)).toBeClosed()
  })
})
