/**
 * The matchers, as one plain object for `expect.extend(matchers)` of Playwright, Jest and Vitest.
 * docs/matchers.md says what each of them asks, and shows the types in each runner.
 */
import type { ConversationHandle, GuestWitness, MatcherOptions, Match, ToBeClosedOptions, ToBeOpenOptions } from './public'

export type { MatcherOptions, ToBeClosedOptions, ToBeOpenOptions } from './public'

/** What the matchers use of a test runner, and no more. */
export interface MatcherContext {
  readonly isNot?: boolean
  readonly promise?: string
  /** Playwright's `expect.timeout`; the others have none. */
  readonly timeout?: number
  readonly utils: {
    matcherHint(name: string, received?: string, expected?: string, options?: { isNot?: boolean | undefined; promise?: string | undefined }): string
    printExpected(value: unknown): string
    printReceived(value: unknown): string
  }
}

export interface MatcherResult { pass: boolean; name: string; message: () => string }

/** What can be asked for its state: `client.conversation(id)`, or anything with an id and such a `get`. */
export type ConversationSubject = Pick<ConversationHandle, 'id' | 'get'>

/** What can be asked as a guest. */
export type GuestSubject = Pick<GuestWitness, 'events' | 'testify'>

/** A type and no interface: Playwright's `extend` wants one that has an index. */
export type Matchers = {
  /** Closed as all say who can be asked (server, wire, page), and closed for the settle window. */
  toBeClosed(this: MatcherContext, subject: GuestSubject | ConversationSubject, options?: ToBeClosedOptions): Promise<MatcherResult>
  /** Nothing says that it ended, and a guest could hear it if it did. */
  toBeOpen(this: MatcherContext, subject: GuestSubject | ConversationSubject, options?: ToBeOpenOptions): Promise<MatcherResult>
  /** What came before the call counts too. */
  toHaveSent(this: MatcherContext, guest: GuestSubject, match: Match, options?: MatcherOptions): Promise<MatcherResult>
  /** What came before the call counts too. */
  toHaveReceived(this: MatcherContext, guest: GuestSubject, match: Match, options?: MatcherOptions): Promise<MatcherResult>
  /** At least one participant with the purpose is in the state; both are the vendor's words. */
  toHaveParticipantState(
    this: MatcherContext, conversation: ConversationSubject, purpose: string, state: string, options?: MatcherOptions,
  ): Promise<MatcherResult>
  /** Some participant has the code, by name or id; without one, any code. */
  toBeWrappedUp(this: MatcherContext, conversation: ConversationSubject, code?: string, options?: MatcherOptions): Promise<MatcherResult>
}

/**
 * The same as an assertion has them, for Jest and Vitest, whose own interface is extended by hand:
 *
 * ```ts
 * declare module 'expect' { interface Matchers<R, T> extends GenesysMatchers {} }
 * declare module 'vitest' { interface Matchers<T> extends GenesysMatchers {} }
 * ```
 */
export type GenesysMatchers<R = Promise<void>> = { [M in keyof Matchers]: (...given: Asked<Matchers[M]>) => R }

type Asked<F> = F extends (this: never, subject: never, ...given: infer Given) => unknown ? Given : never
