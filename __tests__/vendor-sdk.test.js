'use strict'

const platform = require('purecloud-platform-client-v2')

const { Simulator } = require('..')

const UNKNOWN = '11111111-2222-4333-8444-555555555555'

/** The SDK's types want a whole conversation, and the change is one field. */
const DISCONNECTED = /** @type {import('purecloud-platform-client-v2').Models.Conversation} */ ({ state: 'disconnected' })

/** The vendor's SDK has one client for the process; it is led to the simulator of each test. */
async function vendor(simulator) {
  const { hostname, port } = new URL(simulator.url)
  const client = platform.ApiClient.instance
  client.config.live_reload_config = false
  client.setGateway({ host: hostname, protocol: 'http', port: Number(port) })
  const { clientId, clientSecret } = simulator.connection
  await client.loginClientCredentialsGrant(clientId, clientSecret)
  return {
    client,
    conversations: new platform.ConversationsApi(),
    routing: new platform.RoutingApi(),
    tokens: new platform.TokensApi(),
    deployments: new platform.WebDeploymentsApi(),
  }
}

let simulator

async function org(options) {
  simulator = await Simulator.start({ settleMs: 0, ...options })
  return vendor(simulator)
}

afterEach(() => simulator.stop())

/** What the SDK sent last, as it stands in the journal. */
function lastRequest() {
  return simulator.requests().at(-1)
}

/** The SDK rejects with the vendor's ErrorBody itself; its login lets the HTTP library's error through. */
async function refusal(promise) {
  try {
    await promise
  } catch (error) {
    return error.response === undefined ? error : { status: error.response.status, ...error.response.data }
  }
  throw new Error('the call was not refused')
}

const agentOf = (conversation) => conversation.participants.find(({ purpose }) => purpose === 'agent')

describe("the vendor's own SDK", () => {
  test('logs in and is told who it is', async () => {
    const { tokens } = await org()
    expect(simulator.requests()).toMatchObject([
      { method: 'POST', path: '/oauth/token', status: 200, body: { grant_type: 'client_credentials' } },
    ])
    const me = await tokens.getTokensMe()
    expect(me.OAuthClient).toMatchObject({ id: simulator.connection.clientId, authorizedGrantType: 'CLIENT-CREDENTIALS' })
    expect(lastRequest()).toMatchObject({ method: 'GET', path: expect.stringMatching(/^\/api\/v2\/tokens\/me/), status: 200 })
  })

  test('closes a conversation: read, codes, participant PATCH, wrap-up, details', async () => {
    const { conversations, routing } = await org()
    const { conversationId, messageId } = await simulator.openConversation()
    const base = `/api/v2/conversations/messages/${conversationId}`

    const read = await conversations.getConversationsMessage(conversationId)
    expect(lastRequest()).toMatchObject({ method: 'GET', path: base, status: 200 })
    const agent = agentOf(read)
    expect(agent).toMatchObject({ state: 'connected', wrapupRequired: true })

    const codes = await conversations.getConversationsMessageParticipantWrapupcodes(conversationId, agent.id)
    expect(lastRequest()).toMatchObject({ method: 'GET', path: `${base}/participants/${agent.id}/wrapupcodes`, status: 200 })
    expect(codes.map(({ name }) => name)).toEqual(['Resolved', 'E2E Test Closure', 'Escalated'])

    const listed = await routing.getRoutingWrapupcodes({ pageSize: 2, name: 'E2E' })
    expect(listed).toMatchObject({ total: 1, entities: [{ name: 'E2E Test Closure' }] })
    expect(lastRequest().path).toMatch(/^\/api\/v2\/routing\/wrapupcodes\?.*pageSize=2/)

    const whole = await conversations.getConversation(conversationId)
    const communication = agentOf(whole).messages[0]
    expect(communication).toMatchObject({ state: 'connected', afterCallWorkRequired: true })

    await conversations.patchConversationsMessageParticipant(conversationId, agent.id, { body: { state: 'disconnected' } })
    expect(lastRequest()).toMatchObject({
      method: 'PATCH', path: `${base}/participants/${agent.id}`, status: 202, body: { state: 'disconnected' },
    })

    const wrapUp = { code: listed.entities[0].id, notes: 'by the SDK' }
    await conversations.postConversationsMessageParticipantCommunicationWrapup(conversationId, agent.id, communication.id, { body: wrapUp })
    expect(lastRequest()).toMatchObject({
      method: 'POST', path: `${base}/participants/${agent.id}/communications/${communication.id}/wrapup`, status: 202, body: wrapUp,
    })
    const assigned = await conversations.getConversationsMessageParticipantWrapup(conversationId, agent.id)
    expect(assigned).toMatchObject(wrapUp)

    const details = await conversations.getConversationsMessageDetails(messageId)
    expect(details.conversationId).toBe(conversationId)
    expect(lastRequest()).toMatchObject({ method: 'GET', path: expect.stringContaining(`/messages/${messageId}/details`), status: 200 })

    expect((await conversations.getConversation(conversationId)).endTime).toBeDefined()
    expect(await simulator.conversation(conversationId)).toMatchObject({
      state: 'closed', effects: { participantDisconnects: 1, conversationDisconnects: 0, wrapUps: 1, ends: 1 },
    })
  })

  test('ends a whole conversation, tears one down and deletes one', async () => {
    const { conversations } = await org()
    const ids = []
    for (let i = 0; i < 3; i++) ids.push((await simulator.openConversation()).conversationId)
    await conversations.patchConversationsMessage(ids[0], DISCONNECTED)
    expect(lastRequest()).toMatchObject({ method: 'PATCH', status: 200, body: { state: 'disconnected' } })
    await conversations.postConversationDisconnect(ids[1])
    expect(lastRequest()).toMatchObject({ method: 'POST', path: `/api/v2/conversations/${ids[1]}/disconnect`, status: 202 })
    await conversations.deleteConversation(ids[2])
    expect(lastRequest()).toMatchObject({ method: 'DELETE', status: 200 })
    for (const id of ids) expect(await simulator.conversation(id)).toMatchObject({ state: 'closed' })
    expect((await conversations.getConversations()).entities).toEqual([])
  })

  test('reads the deployment and its configuration', async () => {
    const { deployments } = await org({ deployment: { conversationDisconnect: 'Send' } })
    const deployment = await deployments.getWebdeploymentsDeployment(simulator.deploymentId)
    const { id, version } = deployment.configuration
    const configuration = await deployments.getWebdeploymentsConfigurationVersion(id, version)
    expect(configuration.messenger.apps.conversations.conversationDisconnect).toEqual({ enabled: true, type: 'Send' })
  })

  test('400: a wrap-up code that is not listed', async () => {
    const { conversations } = await org()
    const { conversationId } = await simulator.openConversation()
    const { id } = agentOf(await conversations.getConversationsMessage(conversationId))
    const body = { wrapup: { code: UNKNOWN } }
    const error = await refusal(conversations.patchConversationsMessageParticipant(conversationId, id, { body }))
    expect(error).toMatchObject({ status: 400, code: 'bad.request', contextId: expect.any(String) })
    expect(lastRequest()).toMatchObject({ method: 'PATCH', status: 400, body: { wrapup: { code: UNKNOWN } } })
  })

  test('401: a token that has been revoked', async () => {
    const { tokens, routing } = await org()
    await tokens.deleteTokensMe()
    expect(await refusal(routing.getRoutingWrapupcodes())).toMatchObject({ status: 401, code: 'bad.credentials' })
    expect(lastRequest()).toMatchObject({ path: expect.stringContaining('/routing/wrapupcodes'), status: 401 })
  })

  test('403: a permission that is missing, and a conversation that has ended', async () => {
    const { conversations } = await org({ permissions: ['conversation:communication:disconnect'] })
    const { conversationId, messageId } = await simulator.openConversation()
    expect(await refusal(conversations.getConversationsMessageDetails(messageId))).toMatchObject({
      status: 403, code: 'missing.any.permissions', messageParams: { permissions: expect.stringContaining('conversation:webmessaging:view') },
    })
    await conversations.patchConversationsMessage(conversationId, DISCONNECTED)
    expect(await refusal(conversations.patchConversationsMessage(conversationId, DISCONNECTED))).toMatchObject({
      status: 403, code: 'not.authorized', messageParams: { type: 'Conversation', id: conversationId },
    })
    expect(lastRequest()).toMatchObject({ method: 'PATCH', status: 403 })
  })

  test('404: a conversation and a message that do not exist', async () => {
    const { conversations } = await org()
    expect(await refusal(conversations.getConversationsMessage(UNKNOWN))).toMatchObject({ status: 404, code: 'not.found' })
    expect(await refusal(conversations.getConversationsMessageDetails(UNKNOWN))).toMatchObject({ status: 404, code: 'not.found' })
    expect(lastRequest()).toMatchObject({ path: expect.stringContaining('/details'), status: 404 })
  })

  test('429: a budget that is spent', async () => {
    const { tokens } = await org({ limits: { requestsPerMinute: 1 } })
    await tokens.getTokensMe()
    const error = await refusal(tokens.getTokensMe())
    expect(error).toMatchObject({ status: 429, code: 'too.many.requests.retry.after' })
    expect(error.message).toMatch(/Retry the request in \[\d+\] seconds/)
    expect(lastRequest()).toMatchObject({ path: expect.stringContaining('/tokens/me'), status: 429 })
  })

  test('refused credentials', async () => {
    await org()
    const login = platform.ApiClient.instance.loginClientCredentialsGrant(simulator.connection.clientId, 'wrong')
    expect(await refusal(login)).toMatchObject({
      status: 400, error: 'invalid_client', error_description: 'authentication failed',
    })
    expect(lastRequest()).toMatchObject({ path: '/oauth/token', status: 400 })
  })
})
