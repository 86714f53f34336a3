import path from 'node:path'
import { matchers as plain, type MatcherContext, type Matchers } from '../matchers'
import type { Answer } from '../matchers/failure'
import { now } from '../boundary/time'
import { current } from './current'
import type { TestContext } from './test-context'

type AnyMatcher = (this: MatcherContext, ...args: unknown[]) => Promise<Answer>
type Noted = Answer & { holds: boolean }

/** What a matcher says in a test, noted for its report. */
async function noted(test: TestContext, name: string, { isNot = false }: MatcherContext, answer: () => Promise<Answer>): Promise<Noted> {
  const at = now()
  const result = await answer()
  const holds = result.pass !== isNot
  const failed = holds ? { message: '' } : { message: result.message(), witnesses: result._witnesses() }
  test.record.matchers.push({ at, name, pass: holds, isNot, durationMs: now() - at, ...failed })
  return Object.assign(result, { holds })
}

/** Where Playwright's own frames are. */
const PLAYWRIGHT = path.join('node_modules', 'playwright')

/** How long a matcher takes in one round of `expect.poll()`, beside what must stay: there is a verdict by then. */
const ROUND_MS = 1_000

const staysOf = (args: unknown[]): number => {
  const { staysForMs = 0 } = (args.at(-1) ?? {}) as { staysForMs?: unknown }
  return typeof staysForMs === 'number' && staysForMs > 0 ? staysForMs : 0
}

/**
 * Whether Playwright asks again and again by itself, with `expect.poll()`: then no line of anybody else's calls. It gives a
 * matcher the ordinary time, which may be more than it has itself, and says nothing of one that it gave up.
 */
function isPolled(entry: (...args: never[]) => unknown): boolean {
  const site = { stack: '' }
  Error.captureStackTrace(site, entry)
  const lines = site.stack.split('\n').slice(1)
  return lines.length > 0 && lines.every((line) => line.includes(PLAYWRIGHT) || line.includes('(node:'))
}

/** The same matcher; what it saw stands in the report of the test, and whoever does not await it fails. */
function ofTest(name: string, matcher: AnyMatcher): AnyMatcher {
  return function asserts(this: MatcherContext, ...args: unknown[]) {
    const { test } = current
    if (test === undefined) return matcher.apply(this, args)
    const asked = (more: object) => (stop: AbortSignal) => noted(test, name, this, () => matcher.apply(Object.create(this, { _stop: { value: stop }, ...more }), args))
    if (!isPolled(asserts)) return test.matchers.run({ name, entry: asserts }, asked({}))
    const timeout = Math.min(this.timeout ?? Infinity, ROUND_MS + staysOf(args))
    const answer = test.matchers.round(name, args[0], asked({ timeout: { value: timeout } }))
    // Its test fails for it: that it holds is how a poll is ended.
    return answer.then((given): Answer => given ?? { pass: this.isNot !== true, name, message: () => '', _witnesses: () => undefined })
  }
}

/** The matchers of playwright-genesys/matchers, seen by the report. */
export const matchers = Object.fromEntries(
  Object.entries(plain).map(([name, matcher]) => [name, ofTest(name, matcher as AnyMatcher)]),
) as unknown as Matchers
