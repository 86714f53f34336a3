'use strict'

const { ok, refusal } = require('./answers')

/** The client credentials grant; tokens are opaque and stay valid. */
function giveToken(world, { headers, raw }) {
  const given = Buffer.from(String(headers.authorization).replace(/^basic /i, ''), 'base64').toString()
  const isKnown = given === `${world.client.id}:${world.client.secret}` && raw.includes('grant_type=client_credentials')
  if (!isKnown) return { status: 400, body: { error: 'invalid_client', description: 'authentication failed', error_description: 'authentication failed' } }
  return ok({ access_token: world.client.token, token_type: 'bearer', expires_in: 86_399 })
}

const isAuthorized = (world, { headers }) => String(headers.authorization).replace(/^bearer /i, '') === world.client.token
const unauthorized = () => refusal(401, 'bad.credentials', 'Invalid login credentials.')

const readOwner = (world) => ok({ organization: world.organization, OAuthClient: { id: world.client.id, name: 'A test client' } })

module.exports = { giveToken, isAuthorized, readOwner, unauthorized }
