'use strict'

const ID = '[0-9a-f-]{36}'
const path = (text) => new RegExp(`^${text.replaceAll('{id}', ID)}(?:\\?|$)`)

/** What every client that can does, in this order, what it must be answered, and where the server must have seen it. */
const CALLS = [
  { call: 'login with a wrong secret', method: 'POST', path: path('/oauth/token'), status: 400 },
  { call: 'login', method: 'POST', path: path('/oauth/token'), status: 200 },
  { call: 'read', method: 'GET', path: path('/api/v2/conversations/messages/{id}'), status: 200 },
  { call: 'codes', method: 'GET', path: path('/api/v2/routing/wrapupcodes'), status: 200 },
  { call: 'a state that is none', method: 'PATCH', path: path('/api/v2/conversations/messages/{id}'), status: 400 },
  { call: 'with a token that is none', method: 'GET', path: path('/api/v2/conversations/messages/{id}'), status: 401 },
  { call: 'without the permission', method: 'GET', path: path('/api/v2/conversations/settings'), status: 403 },
  { call: 'what is not there', method: 'GET', path: path('/api/v2/conversations/messages/{id}'), status: 404 },
  { call: 'too often', method: 'GET', path: path('/api/v2/notifications/availabletopics'), status: 429 },
  { call: 'subscribe', method: 'POST', path: path('/api/v2/notifications/channels/[^/]+/subscriptions'), status: 200 },
  { call: 'close with wrap-up', method: 'PATCH', path: path('/api/v2/conversations/messages/{id}/participants/{id}'), status: 202 },
  { call: 'told of the end', method: 'GET', path: path('/channels/[^/]+'), status: 101 },
]

module.exports = { CALLS }
