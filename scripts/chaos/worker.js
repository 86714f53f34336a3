'use strict'

const { chaos } = require('../../__tests__/chaos/driver')

process.once('message', async (options) => {
  const result = await chaos(options)
  process.send(result, () => { if (process.connected) process.disconnect() })
})
