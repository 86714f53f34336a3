'use strict'

/** The addon with a native client that a test scripts; everything else is the real one. */
const real = require('../../binding.js')

const script = { clients: [], calls: [], onClose: undefined }

function report(conversationId, fields = {}) {
  return {
    conversationId,
    outcome: 'closed',
    resource: 'messages',
    strategy: 'agent',
    wrapUp: { status: 'applied', id: '0b4a1f5e-0000-4000-8000-000000000001', name: 'Resolved' },
    witnesses: { server: { saw: 'closed', afterMs: 61, detail: 'all participants are terminal' } },
    agents: [{ participantId: '0b4a1f5e-0000-4000-8000-000000000002', afterCallWork: 'complete', free: true }],
    requests: 3,
    elapsedMs: 80,
    steps: [],
    ...fields,
  }
}

class Cancellation {
  isCancelled = false
  native = new real.Cancellation()
  whenCancelled = new Promise((resolve) => { this.resolve = resolve })

  cancel() {
    this.isCancelled = true
    this.native.cancel()
    this.resolve({ error: { code: 'ABORTED', message: 'The call was aborted.', effect: 'unknown', operation: 'closeConversation' } })
  }
}

class NativeMany {
  #cancellation = new Cancellation()
  #ended = []

  constructor(client, options, onEnded) {
    this.client = client
    this.options = options
    this.onEnded = onEnded
  }

  async close(number, id) {
    this.#ended.push({ number, result: await this.client.closeConversation(id, this.options, this.#cancellation) })
    if (this.#ended.length === 1) this.onEnded()
  }

  take() {
    return this.#ended.splice(0)
  }

  cancel() {
    this.#cancellation.cancel()
  }
}

class NativeClient {
  constructor(connection) {
    this.connection = connection
    script.clients.push(this)
  }

  closeConversation(id, options, cancellation, onStep, wake) {
    if (wake !== undefined && !(wake instanceof real.Wake)) throw new TypeError('the addon wants a Wake')
    script.calls.push({ name: 'closeConversation', id, options })
    return Promise.race([cancellation.whenCancelled, script.onClose({ id, options, cancellation, onStep })])
  }

  closeMany(options, onEnded) {
    return new NativeMany(this, options, onEnded)
  }

  closeOneOfMany(id, options, cancellation) {
    return this.closeConversation(id, options, cancellation)
  }

  dispose() {
    this.isDisposed = true
  }

  async getConversation(id, options) {
    script.calls.push({ name: 'getConversation', id, options })
    return { ok: { id, state: 'open', participants: [] } }
  }

  async findConversation(messageId, options) {
    script.calls.push({ name: 'findConversation', messageId, options })
    return { error: { code: 'NOT_FOUND', message: 'No conversation has this message.', attempts: 4, elapsedMs: 900 } }
  }

  async listWrapUpCodes(of, options) {
    script.calls.push({ name: 'listWrapUpCodes', of, options })
    return { ok: [] }
  }
}

function reset() {
  script.clients.length = 0
  script.calls.length = 0
  script.onClose = async ({ id }) => ({ ok: report(id) })
}

reset()

module.exports = { binding: { ...real, Cancellation, NativeClient }, report, reset, script }
