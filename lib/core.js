'use strict'

const { binding } = require('./binding')
const { call, callSite, signalOf, unwrap, withCallSite } = require('./call')
const { GenesysError, isGenesysError } = require('./errors')
const { Lifetime } = require('./lifetime')
const { TABLES, checkArgument, checkOptions } = require('./options')
const { patienceOf } = require('./runner')

// What no client needs before its first call is loaded by that call: a process that starts pays for each file.
const closingMany = () => require('./close-many')
const callbackOf = (name, call) => new (require('./callback').Callback)(name, call)
const asReport = (report) => require('./report').asReport(report)
const joinWitness = (...close) => require('./verdict').joinWitness(...close)
const longForm = (wrapUp) => require('./wrap-up').longForm(wrapUp)

const DEFAULT_CONCURRENCY = 8
const DOCTOR_MS = TABLES.DoctorOptions.fields.timeoutMs.default

/** The part of the options that crosses into the addon. */
function nativeClose({ wrapUp, strategy = 'auto', guard, timeoutMs }) {
  return {
    ...(wrapUp !== undefined && { wrapUp: longForm(wrapUp) }),
    strategy,
    ...(guard && { guard }),
    ...(timeoutMs && { timeoutMs }),
  }
}

const nativeCall = ({ timeoutMs }) => (timeoutMs ? { timeoutMs } : {})

/** Stops a close: the native work, and the guest's testimony beside it. */
class CloseCancellation {
  native = new binding.Cancellation()
  #stop = new AbortController()

  get signal() {
    return this.#stop.signal
  }

  cancel() {
    this.native.cancel()
    this.#stop.abort()
  }
}

/**
 * One connected client behind the public classes. Each method takes the public function that was
 * called as `entry`, so that errors point at its caller's line.
 */
class Core {
  #native
  #connection
  #lifetime = new Lifetime('client')

  constructor(connection) {
    this.#native = new binding.NativeClient(connection)
    this.#connection = connection
  }

  /** With the deadline of this call, where none was given. */
  #timed(options) {
    return { ...options, timeoutMs: options.timeoutMs ?? patienceOf(this.#connection) }
  }

  /** `armed` is what was prepared, where a trigger closes. */
  close(entry, conversationId, options, armed) {
    return this.#run(entry, options, 'closeConversation', (cancellation) => {
      const id = checkArgument('conversationId', conversationId, 'closeConversation')
      return this.#closeOnce(id, this.#timed(checkOptions('CloseOptions', options, 'closeConversation')), cancellation, armed)
    }, () => new CloseCancellation())
  }

  /** What a close with such options may prepare, and from what it starts then. */
  arm(entry, options) {
    const armed = new binding.Armed()
    const prepare = (id) => (cancellation) => this.#native.prepare(id, nativeClose(this.#timed(options)), armed, cancellation)
    return {
      whyNever: this.#native.whyNeverArmed(nativeClose(options)) ?? undefined,
      isDue: () => armed.isDue(),
      prepare: (id, { signal } = {}) => this.#run(entry, { signal }, 'closeWhen', prepare(id)),
      close: (id, close) => this.close(entry, id, close, armed),
      /** Begins the close natively when that text comes, for `guest`, an addon's own. */
      trap: (guest, wanted, id) => guest.setTrap(wanted, this.#native, id, nativeClose(this.#timed(options)), armed),
      hasBegun: () => armed.hasBegun(),
      stop: () => armed.stop(),
    }
  }

  /** The same with options that were checked already: the one-call form. */
  closeChecked(entry, id, options) {
    return this.#run(entry, options, 'closeConversation', (cancellation) => this.#closeOnce(id, this.#timed(options), cancellation), () => new CloseCancellation())
  }

  closeMany(entry, ids, options) {
    const operation = 'closeConversations'
    const site = callSite(entry)
    const start = async (cancellations) => {
      const { concurrency = DEFAULT_CONCURRENCY, onProgress, onFailed, ...close } = checkOptions('CloseManyOptions', options, operation)
      const closeOne = (id) => this.#closeItem(id, nativeClose(this.#timed(close)), cancellations, site)
      return { ok: await closingMany().closeMany({ ids, concurrency, operation, cancellations, closeOne, onProgress, onFailed }) }
    }
    return this.#run(entry, options, operation, start, () => new (closingMany().Cancellations)())
  }

  /** One of many that somebody else goes through; gives its outcome and what it cost. */
  closeItem(entry, conversationId, options, cancellations) {
    return this.#closeItem(conversationId, nativeClose(checkOptions('CloseOptions', options, 'closeConversation')), cancellations, callSite(entry))
  }

  get(entry, conversationId, options) {
    return this.#run(entry, options, 'getConversation', (cancellation) => {
      const id = checkArgument('conversationId', conversationId, 'getConversation')
      const checked = checkOptions('CallOptions', options, 'getConversation')
      return this.#native.getConversation(id, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  find(entry, by, options) {
    return this.#run(entry, options, 'findConversation', (cancellation) => {
      const { messageId } = checkArgument('by', by, 'findConversation')
      const checked = checkOptions('CallOptions', options, 'findConversation')
      return this.#native.findConversation(messageId, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  listWrapUpCodes(entry, of, options) {
    return this.#run(entry, options, 'listWrapUpCodes', (cancellation) => {
      const whose = of === undefined ? {} : checkArgument('of', of, 'listWrapUpCodes')
      const checked = checkOptions('CallOptions', options, 'listWrapUpCodes')
      return this.#native.listWrapUpCodes(whose, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  doctor(entry, of, options) {
    return this.#run(entry, options, 'doctor', (cancellation) => {
      const asked = checkOptions('DoctorTarget', of, 'doctor')
      const { probeWrites = false, timeoutMs = DOCTOR_MS } = checkOptions('DoctorOptions', options, 'doctor')
      return this.#native.doctor({ ...asked, probeWrites }, { timeoutMs }, cancellation)
    })
  }

  owner(entry, options) {
    const read = (cancellation) => this.#native.owner(nativeCall(this.#timed(checkOptions('CallOptions', options))), cancellation)
    return this.#run(entry, options, "read the token's owner", read)
  }

  disconnectSetting(entry, options) {
    const read = (cancellation) => this.#native.conversationDisconnect(nativeCall(this.#timed(checkOptions('CallOptions', options))), cancellation)
    return this.#run(entry, options, 'read the deployment', read)
  }

  cutOff() {
    return this.#lifetime.cutOff()
  }

  async dispose() {
    await this.#lifetime.end()
    this.#native.dispose()
  }

  /** Runs a public promise function for as long as the client lives. */
  #run(entry, options, operation, start, makeCancellation) {
    const tracked = (cancellation) => {
      this.#lifetime.check(operation)
      return this.#lifetime.track(cancellation, start(cancellation)).catch((error) => { throw this.#whenDisposed(error) })
    }
    return call(entry, signalOf(options), tracked, makeCancellation)
  }

  #whenDisposed(error) {
    if (!this.#lifetime.isOver || !isGenesysError(error, 'ABORTED')) return error
    return new GenesysError('ABORTED', 'The call was aborted: its client was disposed of.', error)
  }

  /** One close with its callbacks and its witness; in result shape. */
  async #closeOnce(id, options, cancellation, armed) {
    const steps = callbackOf('onStep', options.onStep)
    const onStep = options.onStep && ((step) => steps.call(step))
    const native = cancellation.native
    const close = (wake, timeoutMs = options.timeoutMs) => {
      return this.#native.closeConversation(id, nativeClose({ ...options, timeoutMs }), native, onStep, wake, armed).then(unwrap)
    }
    const asked = {
      close,
      conversationId: id,
      readSetting: (timeoutMs) => this.#native.conversationDisconnect({ timeoutMs }, native).then(unwrap),
      find: (messageId, timeoutMs) => this.#native.findConversation(messageId, { timeoutMs }, native).then(unwrap),
      look: (timeoutMs) => this.#native.getConversation(id, { timeoutMs }, native).then(unwrap),
    }
    const { guest, staysForMs, timeoutMs } = options
    const shared = { guest, staysForMs, timeoutMs, signal: cancellation.signal }
    try {
      const report = await (guest === undefined ? close() : joinWitness(asked, shared))
      return { ok: asReport(report) }
    } finally {
      steps.end()
    }
  }

  async #closeItem(conversationId, options, cancellations, site) {
    const cancellation = cancellations.add(new binding.Cancellation())
    try {
      const id = checkArgument('conversationId', conversationId, 'closeConversations')
      return unwrap(await this.#native.closeOneOfMany(id, options, cancellation))
    } catch (error) {
      throw withCallSite(error, site)
    } finally {
      cancellations.delete(cancellation)
    }
  }
}

module.exports = { Core }
