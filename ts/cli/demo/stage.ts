import { GenesysClient } from '../../client/client'
import { GuestSession } from '../../guest/guest'
import { Simulator } from '../../simulator/simulator'
import type { DemoFlags } from './flags'
import { Recorder } from './recorder'

const GREETING = 'Hello, I would like to book a table.'
const REPLY = 'Of course. For how many?'

/** An org in a box with a guest in conversation: what the simulated scenes play on. */
export class Stage {
  readonly recorder = new Recorder()
  readonly client: GenesysClient
  conversationId = ''
  #guest: GuestSession | undefined
  #looking = Promise.resolve()

  constructor(readonly simulator: Simulator) {
    this.client = new GenesysClient(simulator.connection)
  }

  static async open({ resource, disconnect, agent }: Required<Pick<DemoFlags, 'resource' | 'disconnect' | 'agent'>>): Promise<Stage> {
    const simulator = await Simulator.start({ resource, agent, deployment: { conversationDisconnect: disconnect } })
    return new Stage(simulator)
  }

  /** Who is there since `begin`. */
  get guest(): GuestSession {
    if (this.#guest === undefined) throw new Error('The scene has not begun.')
    return this.#guest
  }

  /** A guest without a browser says hello, and an agent who is there answers. */
  async begin({ agent }: Pick<DemoFlags, 'agent'>): Promise<void> {
    const guest = await GuestSession.connect({ client: this.client })
    this.#guest = guest
    this.recorder.watch(guest)
    await guest.send(GREETING)
    this.conversationId = await guest.conversationId(this.client)
    await this.look()
    if (agent !== 'answers') return
    await this.simulator.agent(this.conversationId).say(REPLY)
    await guest.waitFor(REPLY)
  }

  /** Reads the org's own record, which is no request; one look after the other. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(async () => this.recorder.saw(await this.simulator.conversation(this.conversationId)))
    return this.#looking
  }

  async strike(): Promise<void> {
    await this.#guest?.dispose()
    await this.client.dispose()
    await this.simulator.stop()
  }
}
