import { GenesysError, isGenesysError } from '../boundary/errors'
import { deadlineAfter } from '../boundary/time'
import { GenesysClient } from '../client/client'
import { resolveConnection } from '../client/connection'
import { GuestSession } from '../guest/guest'
import { Ledger } from '../ledger'
import type { Conversation, ConnectionOptions } from '../types/public'
import { Answers } from './answers'
import { PATIENCE, type Patience } from './patience'
import type { Answered } from './question'
import { Talk, isOver } from './talk'

const TIMEOUT_MS = 30_000
const SECRET = 'playwright-genesys-measures-with-a-wrong-secret'

export interface Asked extends Partial<Patience> {
  connection: ConnectionOptions
  ledger?: string | undefined
  /** Nothing is tried on a conversation that is in another one. */
  queueId?: string | undefined
  signal: AbortSignal
  onAnswer?: (answered: Answered) => void
}

export interface Measured {
  answered: Answered[]
  /** Conversations of ours of which nobody saw the end; reap ends them. */
  leftOpen: string[]
}

type Participant = Conversation['participants'][number]
type Code = Awaited<ReturnType<GenesysClient['listWrapUpCodes']>>[number]

const isAccepted = (status: number) => status < 300
const said = (status: number) => (isAccepted(status) ? `accepted (${status})` : `refused (${status})`)

/** Opens conversations of its own, asks what nobody knows of an org, and ends them. */
export class Measuring {
  readonly #asked: Asked
  readonly #patience: Patience
  readonly #client: GenesysClient
  readonly #ledger: Ledger
  readonly #answers: Answers
  readonly #talks: Talk[] = []
  readonly #guests: GuestSession[] = []

  constructor({ agentMs, windowMs, everyMs, ...asked }: Asked) {
    this.#asked = asked
    this.#patience = { agentMs: agentMs ?? PATIENCE.agentMs, windowMs: windowMs ?? PATIENCE.windowMs, everyMs: everyMs ?? PATIENCE.everyMs }
    this.#client = new GenesysClient({ timeoutMs: TIMEOUT_MS, ...asked.connection })
    this.#answers = new Answers(asked.onAnswer ?? (() => {}))
    const org = resolveConnection(asked.connection, 'measure')
    this.#ledger = Ledger.open({ folder: asked.ledger, run: `measure-${process.pid}`, org, deploymentId: org.deploymentId })
  }

  async run(): Promise<Measured> {
    let whyNot = 'it did not come to that'
    try {
      await this.#wrongSecret()
      await this.#firstTalk()
      await this.#secondTalk()
    } catch (error) {
      if (!isGenesysError(error)) throw error
      whyNot = error.message
    } finally {
      await this.#endAll()
    }
    return { answered: this.#answers.all(whyNot), leftOpen: this.#leftOpen }
  }

  #leftOpen: string[] = []

  async #endAll(): Promise<void> {
    for (const talk of this.#talks) await talk.end(TIMEOUT_MS).catch((error: unknown) => this.#leftOpen.push(isGenesysError(error) ? error.message : String(error)))
    await Promise.all(this.#guests.map((guest) => guest.dispose()))
    await this.#client.dispose()
    this.#ledger.close()
  }

  async #open(name: string): Promise<Talk> {
    const { queueId, signal, connection: { deploymentId } } = this.#asked
    const guest = await GuestSession.connect({ client: this.#client, ...(deploymentId !== undefined && { deploymentId }) })
    this.#guests.push(guest)
    return this.#add(new Talk({ client: this.#client, guest, ledger: this.#ledger, name, queueId, signal }))
  }

  #add(talk: Talk): Talk {
    this.#talks.push(talk)
    return talk
  }

  #wrongSecret(): Promise<void> {
    return this.#answers.ask('invalid-client', 'one login with a secret that is none', async () => {
      const { clientId } = resolveConnection(this.#asked.connection, 'measure')
      if (clientId === undefined) return 'this org is reached by a token, and by no client'
      const stranger = new GenesysClient({ ...this.#asked.connection, clientId, clientSecret: SECRET, sharedState: false })
      try {
        await stranger.listWrapUpCodes(undefined, { signal: this.#asked.signal })
        return 'it was let in'
      } catch (error) {
        if (!isGenesysError(error, 'CREDENTIALS_REJECTED') || error.status === undefined) throw error
        return { saw: `a refusal with status ${error.status}`, answer: String(error.status) }
      } finally {
        await stranger.dispose()
      }
    })
  }

  /** From a message to the end of a conversation, without a wrap-up as long as that goes. */
  async #firstTalk(): Promise<void> {
    const talk = await this.#open('first-guest')
    const messageId = await talk.say(TIMEOUT_MS)
    await this.#answers.ask('details', 'a message sent, and its conversation looked for at once', async () => {
      const took = deadlineAfter(TIMEOUT_MS)
      const { looks } = await talk.find(messageId, TIMEOUT_MS)
      return { saw: `known at look ${looks}, ${Math.round(took.elapsed())} ms after the echo`, answer: looks === 1 ? 'at once' : 'later' }
    })
    const agent = await this.#served(talk, ['told', 'waits-for-wrap-up', 'customer-leaves', 'second-write', 'writes-again'])
    if (agent === undefined) return
    await this.#end(talk, agent)
    await this.#afterTheEnd(talk, agent)
  }

  async #served(talk: Talk, questions: Parameters<Answers['notSeen']>[0][]): Promise<Participant | undefined> {
    const { agentMs, everyMs } = this.#patience
    const agent = await talk.agent(agentMs, everyMs)
    if (agent === undefined) questions.forEach((id) => this.#answers.notSeen(id, 'a conversation opened, and an agent waited for', `no agent answered within ${Math.round(agentMs / 1_000)} s`))
    return agent
  }

  async #end(talk: Talk, agent: Participant): Promise<void> {
    const { windowMs, everyMs } = this.#patience
    const did = 'the agent disconnected without a wrap-up'
    const before = talk.guest.events.length
    const status = await talk.write(agent, { disconnects: true })
    const isOn = isAccepted(status)
    if (isOn) await this.#shows(talk, agent, isOver)
    const first = isOn ? await talk.told(windowMs) : undefined
    const leftAtOnce = isOn && (await talk.isCustomerGone(windowMs, everyMs)) === true
    const wrapped = await this.#wrapUp(talk, agent, !isOn)
    const second = first ?? await talk.told(windowMs)
    const isGone = leftAtOnce || (await talk.isCustomerGone(windowMs, everyMs)) === true
    await talk.end(TIMEOUT_MS)
    const closure = second ?? await talk.told(windowMs)
    this.#answers.seen('told', `${did}, then wrapped up`, closure === undefined
      ? { saw: `no end within ${windowMs} ms after each of it; ${talk.heardSince(before)}`, answer: 'nothing' }
      : { saw: `the end, after which the guest ${closure.kind === 'locked' ? 'is locked out' : 'may write'}`, answer: closure.kind })
    await this.#answers.ask('waits-for-wrap-up', did, async () => {
      if (closure === undefined) return 'this guest is not told at all'
      if (second === undefined) return `the guest was told more than ${windowMs} ms after the wrap-up, when all had been ended: a longer window may tell`
      if (first !== undefined) return { saw: `disconnect ${said(status)}; told before any wrap-up`, answer: 'no' }
      return isOn
        ? { saw: `disconnect ${said(status)}; nothing within ${windowMs} ms; told after the wrap-up, which was ${said(wrapped)}`, answer: 'yes' }
        : { saw: `disconnect ${said(status)} without a wrap-up; told once it came with one`, answer: 'the end itself does' }
    })
    this.#answers.seen('customer-leaves', did, leftAtOnce
      ? { saw: `the customer gone within ${windowMs} ms`, answer: 'yes' }
      : isGone ? { saw: 'the customer gone after the wrap-up', answer: 'after the wrap-up' } : { saw: `the customer there ${2 * windowMs} ms later`, answer: 'no' })
  }

  /** What was accepted shows a little later; only then it is time to wait for what comes of it. */
  async #shows(talk: Talk, { id }: Participant, has: (participant: Participant) => boolean): Promise<void> {
    const isThere = await talk.until(({ participants }) => (participants.some((each) => each.id === id && has(each)) ? true : undefined), TIMEOUT_MS, this.#patience.everyMs)
    if (!isThere) throw new GenesysError('TIMEOUT', `A write was accepted, and the record does not show it ${TIMEOUT_MS / 1_000} s later.`)
  }

  async #wrapUp(talk: Talk, agent: Participant, disconnects: boolean): Promise<number> {
    const [code] = await this.#client.listWrapUpCodes({ conversationId: talk.id, participantId: agent.id })
    const status = await talk.write(agent, { disconnects, ...(code !== undefined && { wrapUpCode: code.id }) })
    if (isAccepted(status)) await this.#shows(talk, agent, (each) => isOver(each) && (code === undefined || each.wrapUp !== undefined))
    return status
  }

  async #afterTheEnd(talk: Talk, agent: Participant): Promise<void> {
    await this.#answers.ask('second-write', 'the agent disconnected once more, after the end was seen', async () => {
      const status = await talk.write(agent, { disconnects: true })
      return { saw: said(status), answer: String(status) }
    })
    await this.#answers.ask('writes-again', 'the guest wrote again after the end', async () => {
      const again = this.#add(talk.again())
      const messageId = await again.say(TIMEOUT_MS).catch((error: unknown) => {
        // With an effect that nobody knows it is no refusal.
        if (isGenesysError(error) && error.effect === 'none' && error.code !== 'ABORTED') return error
        throw error
      })
      if (typeof messageId !== 'string') {
        again.wasRefused()
        return { saw: `refused: ${messageId.code}`, answer: 'refused' }
      }
      const { conversationId } = await again.find(messageId, TIMEOUT_MS)
      return conversationId === talk.id ? { saw: 'it went to the same conversation', answer: 'the same conversation' } : { saw: 'it opened another conversation', answer: 'a new conversation' }
    })
  }

  /** Only a code of the org that is not of the agent's list can tell. */
  async #secondTalk(): Promise<void> {
    const did = "a wrap-up with a code of the org that is not of the agent's list"
    const talk = await this.#open('second-guest')
    await talk.find(await talk.say(TIMEOUT_MS), TIMEOUT_MS)
    const agent = await this.#served(talk, ['foreign-code'])
    if (agent === undefined) return
    await this.#answers.ask('foreign-code', did, async () => {
      const code = await this.#foreign(talk, agent)
      if (code === undefined) return "every code of the org is in the agent's list"
      const status = await talk.write(agent, { disconnects: false, wrapUpCode: code.id })
      if (!isAccepted(status)) return { saw: said(status), answer: `refused: ${status}` }
      const { windowMs, everyMs } = this.#patience
      const isThere = await talk.until(({ participants }) => (participants.some(({ wrapUp }) => wrapUp?.id === code.id) ? true : undefined), windowMs, everyMs)
      return { saw: `${said(status)}; ${isThere ? 'the record has it' : `the record does not have it ${windowMs} ms later`}`, answer: isThere ? 'accepted' : 'accepted, and not taken' }
    })
  }

  async #foreign(talk: Talk, agent: Participant): Promise<Code | undefined> {
    const own = await this.#client.listWrapUpCodes({ conversationId: talk.id, participantId: agent.id })
    const all = await this.#client.listWrapUpCodes()
    return all.find(({ id }) => !own.some((code) => code.id === id))
  }
}
