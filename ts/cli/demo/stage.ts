import { GenesysClient } from '../../client/client'
import { GuestSession } from '../../guest/guest'
import { Simulator } from '../../simulator/simulator'
import { Recorder } from './recorder'

const GREETING = 'Hello, I would like to book a table.'
const REPLY = 'Of course. For how many?'

/** An org in a box with a guest in conversation: what the simulated scenes play on. */
class Stage {
  #guest
  #looking = Promise.resolve()

  constructor(simulator) {
    this.simulator = simulator
    this.client = new GenesysClient(simulator.connection)
    this.recorder = new Recorder()
  }

  static async open({ resource, disconnect, agent }) {
    const simulator = await Simulator.start({ resource, agent, deployment: { conversationDisconnect: disconnect } })
    return new Stage(simulator)
  }

  get guest() {
    return this.#guest
  }

  /** A guest without a browser says hello, and an agent who is there answers. */
  async begin({ agent }) {
    this.#guest = await GuestSession.connect({ client: this.client })
    this.recorder.watch(this.#guest)
    await this.#guest.send(GREETING)
    this.conversationId = await this.#guest.conversationId(this.client)
    await this.look()
    if (agent !== 'answers') return
    await this.simulator.agent(this.conversationId).say(REPLY)
    await this.#guest.waitFor(REPLY)
  }

  /** Reads the org's own record, which is no request; one look after the other. */
  look() {
    this.#looking = this.#looking.then(async () => this.recorder.saw(await this.simulator.conversation(this.conversationId)))
    return this.#looking
  }

  async strike() {
    await this.#guest?.dispose()
    await this.client.dispose()
    await this.simulator.stop()
  }
}

export { Stage }
