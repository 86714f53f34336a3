'use strict'

const { expect, test } = require('../../../../playwright')

test.describe('a close', () => {
  test('is seen in the record', async ({ simulator, genesys }) => {
    const { conversationId } = await simulator.openConversation()
    // A test's own sabotage, mended by the fixtures, must not end that of the run.
    simulator.sabotage('leaves-acw-open')
    simulator.sabotage('none')
    await genesys.closeConversation(conversationId, { wrapUp: 'Resolved', timeoutMs: 1_000 })
    await expect(genesys.conversation(conversationId)).toBeClosed()
  })

  test('is believed', async ({ simulator }) => {
    await simulator.openConversation()
  })
})
