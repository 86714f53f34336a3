import { now } from '../lib/internal'
import { matchers as plain, type MatcherContext, type MatcherResult, type Matchers } from '../matchers'
import { current } from './current'

type AnyMatcher = (this: MatcherContext, ...args: unknown[]) => Promise<MatcherResult>

/** The same matcher; what it saw stands in the report of the test. */
function recorded(name: string, matcher: AnyMatcher): AnyMatcher {
  return async function (this: MatcherContext, ...args: unknown[]) {
    const at = now()
    const result = await matcher.apply(this, args)
    const isNot = this.isNot === true
    const holds = result.pass !== isNot
    const message = holds ? '' : result.message()
    current.test?.record.matchers.push({ at, name, pass: holds, isNot, durationMs: now() - at, message })
    return result
  }
}

/** The matchers of playwright-genesys/matchers, seen by the report. */
export const matchers = Object.fromEntries(
  Object.entries(plain).map(([name, matcher]) => [name, recorded(name, matcher as AnyMatcher)]),
) as unknown as Matchers
