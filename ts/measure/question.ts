/** What nobody knows of a real org until somebody asks it. `row` has the words that docs/closing.md or docs/simulator.md have of it. */
interface Question { asks: string; row: string; needsAgent: boolean }

const ofTable = <T extends Record<string, Question>>(table: T): T => table

export const QUESTIONS = ofTable({
  'invalid-client': { asks: 'What does a login with a wrong secret get?', row: 'docs/closing.md: the status of `invalid_client`', needsAgent: false },
  details: { asks: 'How soon does a message lead to its conversation?', row: 'docs/simulator.md: leads to the conversation; a conversation id finds nothing', needsAgent: false },
  told: { asks: 'What is the guest told when the last agent has gone?', row: "docs/closing.md: off (the vendor's default)", needsAgent: true },
  'waits-for-wrap-up': { asks: 'Does the closing frame wait for the wrap-up?', row: 'docs/closing.md: whether the closing frame waits for the wrap-up', needsAgent: true },
  'customer-leaves': { asks: 'Does the customer leave with the last agent?', row: 'docs/closing.md: whether the customer leaves at once with the last agent', needsAgent: true },
  'second-write': { asks: 'What does a second disconnect of an agent get, once the conversation has ended?', row: 'docs/closing.md: whether a second PATCH on an ended conversation is answered 202 or 403', needsAgent: true },
  'writes-again': { asks: 'What becomes of what the guest writes after the end?', row: 'docs/closing.md: the guest wrote again within the threading timeline', needsAgent: true },
  'foreign-code': { asks: "What does a wrap-up code get that is not of the agent's list?", row: "docs/closing.md: the answer to a wrap-up code outside of the queue's list", needsAgent: true },
})

export type QuestionId = keyof typeof QUESTIONS

/** One question, asked. Without an answer, `whyNot` says what was not seen: that is no answer. */
export interface Answered {
  id: QuestionId
  asks: string
  row: string
  /** What was done, in the order of doing. */
  did: string
  /** What was seen. */
  saw?: string
  answer?: string
  whyNot?: string
}
