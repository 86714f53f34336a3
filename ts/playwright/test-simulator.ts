import type { Course } from '../explore/course'
import { ORDINARY } from '../explore/schedule'
import { commanderOf, type Simulator } from '../simulator/simulator'
import type { FaultRule } from '../types/public'
import type { Recorder } from './record'
import { boxed, short, unframed } from './step'

type Titles = Record<string, (...args: unknown[]) => string>

const id = (value: unknown): string => short(String(value))

const TITLES: Titles = {
  openConversation: () => 'A guest opens a conversation',
  conversation: (conversation) => `Look conversation ${id(conversation)} up in the simulator`,
  advance: (ms) => `Move the clock of the simulator by ${Number(ms)} ms`,
  reset: () => 'Reset the simulator',
}

const AGENT_TITLES: Titles = {
  answer: () => 'The agent answers',
  say: () => 'The agent says something',
  typing: () => 'The agent is typing',
  disconnect: () => 'The agent leaves',
  transfer: () => 'The agent transfers the conversation',
}

/** The same object, with the named methods as boxed steps; private fields want the real one as `this`. */
function stepped<T extends object>(target: T, titles: Titles, more: Partial<T> = {}): T {
  return new Proxy(target, {
    get(_target, name) {
      if (Object.hasOwn(more, name)) return more[name as keyof T]
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      const title = typeof name === 'string' ? titles[name] : undefined
      if (title === undefined) return value.bind(target) as unknown
      return async (...args: unknown[]) => await boxed(title(...args), () => Reflect.apply(value, target, args) as Promise<unknown>)
    },
  })
}

/** What a rule meets and does, in its own words. */
function describe({ on, ...does }: FaultRule): string {
  return `${Object.keys(does).join(', ')} on ${Object.keys(on).join(', ')}`
}

/** The simulator as a test sees it: steps in the report, and what was set can be undone. */
export class TestSimulator {
  readonly simulator: Simulator
  /** The same without steps. */
  readonly real: Simulator
  /** One that another process started may serve other workers too. */
  #isShared: boolean
  #faults: { remove(): void }[] = []
  #isSabotaged = false

  constructor(real: Simulator, { isShared, recorder }: { isShared: boolean; recorder: Recorder }) {
    this.real = real
    this.#isShared = isShared
    this.simulator = stepped(real, TITLES, {
      agent: (conversationId: string) => stepped(real.agent(conversationId), AGENT_TITLES),
      fault: (rule: FaultRule) => {
        const fault = real.fault(rule)
        this.#faults.push(fault)
        return recorder.current.broke(`fault ${describe(rule)}`, fault)
      },
      sabotage: (mode) => {
        real.sabotage(mode)
        this.#isSabotaged = mode !== 'none'
        recorder.current.broke(`sabotage ${mode}`)
      },
    })
  }

  /** One that others use too would bring theirs in that order as well. */
  async schedule(schedule: string, isExplored: boolean): Promise<void> {
    if (this.#isShared) throw unframed(new TypeError('A schedule needs a simulator of the worker\'s own, and this one is attached: leave genesysOptions.simulator.attach out, or give the schedule to whoever started it.'))
    await commanderOf(this.real).later({ do: 'schedule', schedule, given: !isExplored })
  }

  /** What happened since then; from now on in the ordinary order, so that nothing is left to be met. */
  async endSchedule(): Promise<Course | undefined> {
    const commander = commanderOf(this.real)
    const course = await commander.later({ do: 'course' })
    await commander.later({ do: 'schedule', schedule: ORDINARY })
    return course ?? undefined
  }

  /** One of our own begins anew; in a shared one others go on. */
  async reset(): Promise<void> {
    if (!this.#isShared) await this.real.reset()
  }

  /** Undoes what a test has broken; what the environment has broken stays so. */
  mend(): void {
    for (const fault of this.#faults.splice(0)) fault.remove()
    if (this.#isSabotaged) this.real.sabotage('none')
    this.#isSabotaged = false
  }

  /** What its environment has it begin with is each test's to meet, and no worker's. */
  async stop(): Promise<void> {
    if (!this.#isShared) await commanderOf(this.real).later({ do: 'schedule', schedule: ORDINARY })
    await this.real.stop()
  }
}
