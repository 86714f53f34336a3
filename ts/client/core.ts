import type { Addon, Answer, Cancellation, Counts, DisconnectSetting, NativeArmed, NativeClose, NativeTimes, Owner, Wake } from '../boundary/addon'
import { binding } from '../boundary/binding'
import { type CallSite, type Cancellable, type Entry, callSite, callWith, signalOf, unwrap, withCallSite } from '../boundary/call'
import { GenesysError, isGenesysError } from '../boundary/errors'
import { Lifetime } from '../boundary/lifetime'
import type { ArmedClose } from './armed-close'
import { TABLES, checkArgument, checkOptions } from '../options'
import { invalid } from '../options/refusal/invalid'
import type { CheckedOptions } from '../options/checked'
import type { LookUp, Probe } from '../types/crossing'
import { patienceOf } from '../surroundings/runner'
import type { CallOptions, CloseManyReport, CloseReport, Conversation, DoctorReport, Step } from '../types/public'
import type { Cancellations } from './close-many'
import type { ResolvedConnection } from './connection'

// What no client needs before its first call is loaded by that call: a process that starts pays for each file.
const closingMany = () => (require('./close-many') as typeof import('./close-many'))
const natively = () => (require('./many') as typeof import('./many'))
const callbacks = () => (require('../boundary/callback') as typeof import('../boundary/callback'))
const reports = () => (require('./report') as typeof import('./report'))
const verdicts = () => (require('./verdict') as typeof import('./verdict'))
const wrapUps = () => (require('./wrap-up') as typeof import('./wrap-up'))

export type CheckedClose = CheckedOptions<'CloseOptions'>
type Timed<O> = O & { timeoutMs: number }

const DEFAULT_CONCURRENCY = 8

/** The part of the options that crosses into the addon. */
function nativeClose({ wrapUp, strategy = 'auto', guard, timeoutMs }: Omit<CheckedClose, 'guest'>): NativeClose {
  return {
    ...(wrapUp !== undefined && { wrapUp: wrapUps().longForm(wrapUp) }),
    strategy,
    ...(guard && { guard }),
    ...(timeoutMs && { timeoutMs }),
  }
}

const nativeCall = ({ timeoutMs }: NativeTimes): NativeTimes => (timeoutMs ? { timeoutMs } : {})

/** Stops a close: the native work, and the guest's testimony beside it. */
class CloseCancellation implements Cancellable {
  readonly native = new binding.Cancellation()
  readonly #stop = new AbortController()

  get signal(): AbortSignal {
    return this.#stop.signal
  }

  cancel(): void {
    this.native.cancel()
    this.#stop.abort()
  }
}

/**
 * One connected client behind the public classes. Each method takes the public function that was
 * called as `entry`, so that errors point at its caller's line.
 */
export class Core {
  readonly #native: InstanceType<Addon['NativeClient']>
  readonly #connection: ResolvedConnection
  readonly #lifetime = new Lifetime('client')

  constructor(native: InstanceType<Addon['NativeClient']>, connection: ResolvedConnection) {
    this.#native = native
    this.#connection = connection
  }

  /** With the deadline of this call, where none was given. */
  #timed<O extends NativeTimes>(options: O): Timed<O> {
    return { ...options, timeoutMs: options.timeoutMs ?? patienceOf(this.#connection) }
  }

  /** `armed` is what was prepared, where a trigger closes. */
  close(entry: Entry, conversationId: unknown, options: unknown, armed?: NativeArmed): Promise<CloseReport> {
    return this.#run(entry, options, 'closeConversation', (cancellation) => {
      const id = checkArgument('conversationId', conversationId, 'closeConversation')
      return this.#closeOnce(id, this.#timed(checkOptions('CloseOptions', options, 'closeConversation')), cancellation, armed)
    }, () => new CloseCancellation())
  }

  /** What a close with such options may prepare, and from what it starts then. */
  arm(entry: Entry, options: CheckedClose): ArmedClose {
    this.#lifetime.check('closeWhen')
    const armed = new binding.Armed()
    const prepare = (id: string | undefined) => (cancellation: Cancellation) => this.#native.prepare(id, nativeClose(this.#timed(options)), armed, cancellation)
    return {
      whyNever: this.#native.whyNeverArmed(nativeClose(options)) ?? undefined,
      isDue: () => armed.isDue(),
      prepare: (id, asked) => this.#read(entry, asked, 'closeWhen', prepare(id)),
      close: (id, close) => this.close(entry, id, close, armed),
      trap: (guest, wanted, id) => guest.setTrap(wanted, this.#native, id, nativeClose(this.#timed(options)), armed),
      hasBegun: () => armed.hasBegun(),
      clientIsGone: this.#lifetime.over,
      stop: () => armed.stop(),
    }
  }

  /** The same with options that were checked already: the one-call form. */
  closeChecked(entry: Entry, id: string, options: CheckedClose): Promise<CloseReport> {
    return this.#run(entry, options, 'closeConversation', (cancellation) => this.#closeOnce(id, this.#timed(options), cancellation), () => new CloseCancellation())
  }

  closeMany(entry: Entry, ids: unknown, options: unknown): Promise<CloseManyReport> {
    const operation = 'closeConversations'
    const site = callSite(entry)
    const start = async (cancellations: Cancellations) => {
      const { concurrency = DEFAULT_CONCURRENCY, onProgress, onFailed, ...close } = checkOptions('CloseManyOptions', options, operation)
      const many = cancellations.add(new (natively().Many)(this.#native, nativeClose(this.#timed(close))))
      const closeOne = async (id: unknown) => {
        try {
          return await many.close(checkArgument('conversationId', id, operation))
        } catch (error) {
          throw withCallSite(error, site)
        }
      }
      return { ok: await closingMany().closeMany({ ids, concurrency, operation, cancellations, closeOne, onProgress, onFailed }) }
    }
    return this.#run(entry, options, operation, start, () => new (closingMany().Cancellations)())
  }

  /** One of many that somebody else goes through; gives its outcome and what it cost. */
  closeItem(entry: Entry, conversationId: unknown, options: unknown, cancellations: Cancellations): Promise<Counts> {
    return this.#closeItem(conversationId, nativeClose(checkOptions('CloseOptions', options, 'closeConversation')), cancellations, callSite(entry))
  }

  get(entry: Entry, conversationId: unknown, options: unknown): Promise<Conversation> {
    return this.#read(entry, options, 'getConversation', (cancellation) => {
      const id = checkArgument('conversationId', conversationId, 'getConversation')
      const checked = checkOptions('CallOptions', options, 'getConversation')
      return this.#native.getConversation(id, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  async find(entry: Entry, by: unknown, options: unknown): Promise<string> {
    return (await this.lookUp(entry, by, options)).conversationId
  }

  lookUp(entry: Entry, by: unknown, options: unknown): Promise<LookUp> {
    return this.#read(entry, options, 'findConversation', (cancellation) => {
      const { messageId } = checkArgument('by', by, 'findConversation')
      const checked = checkOptions('CallOptions', options, 'findConversation')
      return this.#native.findConversation(messageId, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  listWrapUpCodes(entry: Entry, of: unknown, options: unknown): Promise<{ id: string; name: string }[]> {
    return this.#read(entry, options, 'listWrapUpCodes', (cancellation) => {
      const whose = of === undefined ? {} : checkArgument('of', of, 'listWrapUpCodes')
      const checked = checkOptions('CallOptions', options, 'listWrapUpCodes')
      return this.#native.listWrapUpCodes(whose, nativeCall(this.#timed(checked)), cancellation)
    })
  }

  doctor(entry: Entry, of: unknown, options: unknown): Promise<DoctorReport> {
    return this.#read(entry, options, 'doctor', (cancellation) => {
      const asked = checkOptions('DoctorTarget', of, 'doctor')
      const { probeWrites = false, timeoutMs = TABLES.DoctorOptions.fields.timeoutMs.default } = checkOptions('DoctorOptions', options, 'doctor')
      return this.#native.doctor({ ...asked, probeWrites }, { timeoutMs }, cancellation)
    })
  }

  owner(entry: Entry, options: unknown): Promise<Owner> {
    return this.#read(entry, options, "read the token's owner", (cancellation) => {
      return this.#native.owner(nativeCall(this.#timed(checkOptions('CallOptions', options))), cancellation)
    })
  }

  probe(entry: Entry, asked: Probe, options: unknown): Promise<number> {
    return this.#read(entry, options, 'measure', (cancellation) => {
      return this.#native.probe(asked, nativeCall(this.#timed(checkOptions('CallOptions', options))), cancellation)
    })
  }

  disconnectSetting(entry: Entry, options: unknown): Promise<DisconnectSetting | null> {
    return this.#read(entry, options, 'read the deployment', (cancellation) => {
      return this.#native.conversationDisconnect(nativeCall(this.#timed(checkOptions('CallOptions', options))), cancellation)
    })
  }

  cutOff(): Promise<void> {
    return this.#lifetime.cutOff()
  }

  async dispose(): Promise<void> {
    await this.#lifetime.end()
    this.#native.dispose()
  }

  /** Runs a public promise function for as long as the client lives. */
  #run<T, C extends Cancellable>(entry: Entry, options: unknown, operation: string, start: (cancellation: C) => Promise<Answer<T>>, makeCancellation: () => C): Promise<T> {
    const tracked = (cancellation: C) => {
      this.#lifetime.check(operation)
      return this.#lifetime.track(cancellation, start(cancellation)).catch((error) => { throw this.#whenDisposed(error) })
    }
    return callWith(entry, signalOf(options), tracked, makeCancellation)
  }

  /** The same for what is cancelled as a whole. */
  #read<T>(entry: Entry, options: unknown, operation: string, start: (cancellation: Cancellation) => Promise<Answer<T>>): Promise<T> {
    return this.#run(entry, options, operation, start, () => new binding.Cancellation())
  }

  #whenDisposed(error: unknown): unknown {
    if (!this.#lifetime.isOver || !isGenesysError(error, 'ABORTED')) return error
    return new GenesysError('ABORTED', 'The call was aborted: its client was disposed of.', error)
  }

  /** One close with its callbacks and its witness; in result shape. */
  async #closeOnce(id: string, options: Timed<CheckedClose>, cancellation: CloseCancellation, armed?: NativeArmed): Promise<Answer<CloseReport>> {
    const steps = new (callbacks().Callback<Step>)('onStep', options.onStep)
    const onStep = options.onStep && ((step: Step) => steps.call(step))
    const native = cancellation.native
    const close = (wake?: Wake, timeoutMs = options.timeoutMs) => {
      return this.#native.closeConversation(id, nativeClose({ ...options, timeoutMs }), native, onStep, wake, armed).then(unwrap)
    }
    const asked = {
      close,
      conversationId: id,
      readSetting: (timeoutMs: number) => this.#native.conversationDisconnect({ timeoutMs }, native).then(unwrap),
      find: (messageId: string, asked: CallOptions) => this.find(this.find, { messageId }, asked),
      look: (timeoutMs: number) => this.#native.getConversation(id, { timeoutMs }, native).then(unwrap),
    }
    const { guest, staysForMs, timeoutMs } = options
    if (guest === undefined && staysForMs) throw invalid({ path: 'staysForMs', operation: 'closeConversation' }, String(staysForMs), 'nothing without a guest', { hint: 'Give the guest that must stay told, or ask toBeClosed({ staysForMs }) of the conversation.' })
    const shared = { staysForMs, timeoutMs, signal: cancellation.signal }
    try {
      const report = await (guest === undefined ? close() : verdicts().joinWitness(asked, { ...shared, guest }))
      return { ok: reports().asReport(report) }
    } finally {
      steps.end()
    }
  }

  async #closeItem(conversationId: unknown, options: NativeClose, cancellations: Cancellations, site: CallSite): Promise<Counts> {
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
