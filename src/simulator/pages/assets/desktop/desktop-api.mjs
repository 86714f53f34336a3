// The Platform API as an agent's page uses it: reads, one write, and notifications.

/** A region's host, or the origin that served this page. */
export function apiAddress(environment) {
  return environment === null ? location.origin : `https://api.${environment}`
}

export class Api {
  #address
  #token

  constructor(address, token) {
    this.#address = address
    this.#token = token
  }

  async #call(method, path, body) {
    const answer = await fetch(`${this.#address}/api/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    })
    const text = await answer.text()
    const said = text === '' ? undefined : JSON.parse(text)
    if (!answer.ok) throw new Error(said?.message ?? `The API answered ${answer.status}.`)
    return said
  }

  /** Two resources say it all: one has the participants' states, the other their after-call work. */
  async conversation(id) {
    const [messages, neutral] = await Promise.all([this.#call('GET', `conversations/messages/${id}`), this.#call('GET', `conversations/${id}`)])
    const communications = new Map(neutral.participants.map((each) => [each.id, each.messages?.[0]]))
    return messages.participants.map((participant) => ({ ...participant, communication: communications.get(participant.id) }))
  }

  codes(conversationId, participantId) {
    return this.#call('GET', `conversations/messages/${conversationId}/participants/${participantId}/wrapupcodes`)
  }

  disconnect(conversationId, participantId, code) {
    const wrapup = code === undefined ? undefined : { code }
    return this.#call('PATCH', `conversations/messages/${conversationId}/participants/${participantId}`, { state: 'disconnected', wrapup })
  }

  wrapUp(conversationId, participantId, communicationId, code) {
    const path = `conversations/messages/${conversationId}/participants/${participantId}/communications/${communicationId}/wrapup`
    return this.#call('POST', path, { code })
  }

  /** Follows topics; an event only says that it is time to look again. */
  async follow(topics, { opened, happened, closed }) {
    const channel = await this.#call('POST', 'notifications/channels', {})
    await this.#call('POST', `notifications/channels/${channel.id}/subscriptions`, topics.map((id) => ({ id })))
    const socket = new WebSocket(channel.connectUri)
    socket.addEventListener('open', opened)
    socket.addEventListener('close', closed)
    socket.addEventListener('message', ({ data }) => {
      const { topicName } = JSON.parse(data)
      if (topicName !== 'channel.metadata') happened(topicName)
    })
  }
}
