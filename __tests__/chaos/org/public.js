'use strict'

const { ok, refusal } = require('./answers')
const { page } = require('./routing')

const OPEN = { 'access-control-allow-origin': '*' }

/** The public files of a deployment; unknown ones are refused as the vendor's bucket does. */
function readDeployment(world, { id, file }) {
  const mode = world.deployments.get(id)
  if (mode === undefined) return { status: 403, body: undefined, headers: OPEN }
  if (file === 'domains.json') return { ...ok({ allowAllDomains: true, allowedDomains: [] }), headers: OPEN }
  const conversationDisconnect = { enabled: mode !== 'off', type: mode === 'ReadOnly' ? 'ReadOnly' : 'Send' }
  const conversations = { enabled: true, conversationDisconnect, conversationClear: { enabled: true }, autoStart: { enabled: false } }
  return { ...ok({ id, version: '1', status: 'Active', languages: ['en-us'], defaultLanguage: 'en-us', messenger: { enabled: true, apps: { conversations } } }), headers: OPEN }
}

/** A guest's own history, the newest first. */
function readHistory(world, { headers, query, path }) {
  const guest = world.jwts.get(String(headers.authorization).replace(/^bearer /i, ''))
  if (guest === undefined) return refusal(401, 'bad.credentials')
  const shown = page(guest.bend('history', [...guest.history]).reverse(), query, path)
  guest.showed(shown.entities)
  return ok(shown)
}

module.exports = { readDeployment, readHistory }
