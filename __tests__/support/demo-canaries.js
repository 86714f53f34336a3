'use strict'

// Loaded into the demo's process before it (node --require): notes the secrets that the run used.
const fs = require('node:fs')
const { randomUUID } = require('node:crypto')
const { GuestSession, Simulator } = require('../../build/entries')

const note = (secret) => fs.appendFileSync(process.env.DEMO_CANARIES, `${secret}\n`)

const start = Simulator.start.bind(Simulator)
Simulator.start = async (options) => {
  const simulator = await start(options)
  note(simulator.connection.clientSecret)
  return simulator
}

const connect = GuestSession.connect.bind(GuestSession)
GuestSession.connect = (options) => {
  const guestToken = randomUUID()
  note(guestToken)
  return connect({ ...options, guestToken })
}

const login = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const answer = await login(input, init)
  const body = await answer.clone().json()
  if (body.access_token !== undefined) note(body.access_token)
  return answer
}
