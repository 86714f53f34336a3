'use strict'

const { GenesysClient, Simulator } = require('../../..')

const QUESTION = 'Is the reading lamp in stock?'
const ANSWER = 'It is, in three colours. Have a nice day!'

/** The id of the guest's message, from the page's own socket: it leads to the conversation. */
function messageIdOn(page) {
  return new Promise((resolve) => {
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => {
      const { body } = JSON.parse(String(payload))
      if (body?.direction === 'Inbound' && body.text === QUESTION) resolve(body.id)
    }))
  })
}

async function talk(page, simulator, client) {
  const messageId = messageIdOn(page)
  await page.goto(simulator.messengerUrl({ autoOpen: true }))
  const window = page.frameLocator('iframe[name="MessengerFrame"]')
  await window.getByRole('textbox').fill(QUESTION)
  await window.getByRole('textbox').press('Enter')
  const conversationId = await client.findConversation({ messageId: await messageId })
  await simulator.agent(conversationId).say(ANSWER)
  await window.getByText(ANSWER).waitFor()
  await client.closeConversation(conversationId, { wrapUp: 'Resolved' })
  await window.getByText('Your conversation has ended').waitFor()
}

/** The sample page with the Messenger's stand-in, after the end. */
async function messenger(browser) {
  const simulator = await Simulator.start()
  const client = new GenesysClient(simulator.connection)
  try {
    const page = await browser.newPage({ viewport: { width: 960, height: 640 } })
    await talk(page, simulator, client)
    return { 'messenger.png': await page.screenshot({ animations: 'disabled', caret: 'hide' }) }
  } finally {
    await client.dispose()
    await simulator.stop()
  }
}

module.exports = { messenger }
