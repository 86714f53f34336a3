import { type Answered, QUESTIONS, type QuestionId } from './question'
import { isGenesysError } from '../boundary/errors'

type Seen = Pick<Answered, 'saw' | 'answer'>

/** What came of each question, in their order. */
export class Answers {
  readonly #answered = new Map<QuestionId, Answered>()
  readonly #onAnswer: (answered: Answered) => void

  constructor(onAnswer: (answered: Answered) => void) {
    this.#onAnswer = onAnswer
  }

  #take(id: QuestionId, did: string, came: Pick<Answered, 'saw' | 'answer' | 'whyNot'>): void {
    const answered = { id, asks: QUESTIONS[id].asks, row: QUESTIONS[id].row, did, ...came }
    this.#answered.set(id, answered)
    this.#onAnswer(answered)
  }

  seen(id: QuestionId, did: string, seen: Required<Seen>): void {
    this.#take(id, did, seen)
  }

  notSeen(id: QuestionId, did: string, whyNot: string): void {
    this.#take(id, did, { whyNot })
  }

  /** What fails says why it has no answer; only an interrupt goes on. */
  async ask(id: QuestionId, did: string, look: () => Promise<Required<Seen> | string>): Promise<void> {
    try {
      const came = await look()
      if (typeof came === 'string') this.notSeen(id, did, came)
      else this.seen(id, did, came)
    } catch (error) {
      if (!isGenesysError(error) || error.code === 'ABORTED') throw error
      this.notSeen(id, did, error.message)
    }
  }

  /** All questions; one that was never come to says so. */
  all(whyNot: string): Answered[] {
    const ids = Object.keys(QUESTIONS) as QuestionId[]
    for (const id of ids) if (!this.#answered.has(id)) this.notSeen(id, 'nothing', whyNot)
    return ids.flatMap((id) => this.#answered.get(id) ?? [])
  }
}
