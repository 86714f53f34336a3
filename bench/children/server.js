'use strict'

// The org: a simulator, and its own count of requests. Alone in its process.

const { answer } = require('./answer')
const { Simulator } = require('./product')
const { Far } = require('./far')
const { Tap } = require('./tap')

let simulator
let tap

const counted = (filter) => simulator.requests(filter).length

answer({
  async start(options) {
    await simulator?.stop()
    simulator = await Simulator.start(options)
    return { ...simulator.connection }
  },

  /** Opens so many conversations with an agent connected; gives their ids. */
  async open({ count }) {
    const ids = []
    for (let i = 0; i < count; i++) ids.push((await simulator.openConversation()).conversationId)
    return ids
  },

  reset: () => simulator.reset(),

  /** How many requests came to the API and to the login since the last reset. */
  count: () => ({ api: counted({ path: /^\/api\// }), login: counted({ path: /^\/oauth\// }), all: counted() }),

  journal: () => simulator.requests().map(({ method, path, status, at }) => ({ method, path, status, at })),

  /** What became of conversations, by the server's own record. */
  async closed({ ids }) {
    let closed = 0
    for (const id of ids) closed += Number((await simulator.conversation(id)).state === 'closed')
    return closed
  },

  /** One conversation as the API shows it, for a plain server that answers the same. */
  async sample({ id }) {
    const { apiUrl } = simulator.connection
    const token = await login()
    const get = async (path) => (await fetch(`${apiUrl}${path}`, { headers: { authorization: `Bearer ${token}` } })).json()
    const conversation = await get(`/api/v2/conversations/messages/${id}`)
    const agent = conversation.participants.find(({ purpose }) => purpose === 'agent').id
    return { conversation, agent, codes: await get(`/api/v2/conversations/messages/${id}/participants/${agent}/wrapupcodes`) }
  },

  token: () => login(),

  async agents({ ids }) {
    const participants = async (id) => (await simulator.conversation(id)).participants
    return Promise.all(ids.map(async (id) => (await participants(id)).find(({ purpose }) => purpose === 'agent').id))
  },

  async say({ conversationId, text }) {
    await simulator.agent(conversationId).say(text)
  },

  async leave({ conversationId }) {
    await simulator.agent(conversationId).disconnect()
  },

  /** Puts a way before the org that notes when bytes pass; gives a connection that goes through it. */
  async tap() {
    tap = await Tap.start(new URL(simulator.url))
    const through = (url) => url.replace(new URL(simulator.url).host, tap.host)
    const { connection } = simulator
    return { ...connection, ...Object.fromEntries(Object.entries(connection).filter(([name]) => name.endsWith('Url')).map(([name, url]) => [name, through(url)])) }
  },

  /** Ways before the API and the login, each a host of its own, as an org's are. */
  async far({ tripMs }) {
    const [api, login] = await Promise.all([Far.start(new URL(simulator.url), tripMs), Far.start(new URL(simulator.url), tripMs)])
    const at = ({ host }) => `https://${host}`
    return { ...simulator.connection, apiUrl: at(api), loginUrl: at(login) }
  },

  watch: ({ toClient, toServer }) => tap.watch({ toClient, toServer }),

  seen: () => tap.seen(),

  cpu: () => process.cpuUsage(),
})

async function login() {
  const { loginUrl, clientId, clientSecret } = simulator.connection
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  return (await (await fetch(`${loginUrl}/oauth/token`, { method: 'POST', headers: { authorization }, body })).json()).access_token
}
