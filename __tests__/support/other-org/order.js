'use strict'

// A page that says in what order it is told.

const { WebSocket } = require('ws')

const { PLAYWRIGHT_GENESYS_GUEST_URL: guests, PLAYWRIGHT_GENESYS_CONFIG_URL: config, GENESYS_DEPLOYMENT_ID: deployment } = process.env
const told = []
const line = new WebSocket(`${guests}/v1?deploymentId=${deployment}`)
line.on('open', () => line.send(JSON.stringify({ action: 'configureSession', token: 'a' })))
line.on('message', (text) => told.push(JSON.parse(text).class))
line.on('ping', () => told.push('ping'))
fetch(`${config}/webdeployments/v1/deployments/${deployment}/config.json`).then(async (answer) => {
  await answer.text()
  told.push('answer')
  console.log(JSON.stringify(told))
  line.terminate()
})
