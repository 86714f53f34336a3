import { now } from '../lib/internal'
import { matchers as plain, type MatcherContext, type MatcherResult, type Matchers } from '../matchers'
import { current } from './current'
import type { Asserted } from './record'
import type { TestContext } from './test-context'

type AnyMatcher = (this: MatcherContext, ...args: unknown[]) => Promise<MatcherResult>

/** What our own matchers tell beside. */
type Told = MatcherResult & { _witnesses?: () => Asserted['witnesses'] }

/** What a matcher says in a test, noted for its report. */
async function noted(test: TestContext, name: string, { isNot = false }: MatcherContext, answer: () => Promise<MatcherResult>): Promise<MatcherResult> {
  const at = now()
  const result = await answer()
  const holds = result.pass !== isNot
  const failed = holds ? { message: '' } : { message: result.message(), witnesses: (result as Told)._witnesses?.() }
  test.record.matchers.push({ at, name, pass: holds, isNot, durationMs: now() - at, ...failed })
  return result
}

/** The same matcher; what it saw stands in the report of the test, and whoever does not await it fails. */
function ofTest(name: string, matcher: AnyMatcher): AnyMatcher {
  return function asserts(this: MatcherContext, ...args: unknown[]) {
    const { test } = current
    if (test === undefined) return matcher.apply(this, args)
    return test.matchers.run(name, asserts, (stop) => {
      const context = Object.create(this, { _stop: { value: stop } }) as MatcherContext
      return noted(test, name, this, () => matcher.apply(context, args))
    })
  }
}

/** The matchers of playwright-genesys/matchers, seen by the report. */
export const matchers = Object.fromEntries(
  Object.entries(plain).map(([name, matcher]) => [name, ofTest(name, matcher as AnyMatcher)]),
) as unknown as Matchers
