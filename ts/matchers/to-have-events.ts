import { answer, type Answer, type Parts, type Story } from './failure'
import { checkMatcherOptions } from './options'
import { GUEST_INTERVALS, poll, type Look } from './poll'
import type { Context } from './stop'
import { checkGuest } from './subject'
import { describeMatch, predicateOf } from '../guest/match'
import { checkArgument } from '../options'
import { quote } from '../timeline/clean'
import type { GuestEvent, Match } from '../types/public'

/** One look at what came. */
interface EventLook extends Look {
  found: GuestEvent | undefined
  hasSeen: boolean
  came: GuestEvent[]
}

interface Asked {
  match: Match
  timeout: number
  direction: GuestEvent['direction']
}

const MOST_QUOTED = 5
const ARROWS = { sent: '→', received: '←' }

/** The socket's and the session's own noise is not what a test waits for; a predicate may still match it. */
const NOISE = new Set(['socket', 'session'])

const NO_SOCKET = "Look whether its socket was open: guest.events has one of kind 'socket' for each change."

/** Whether an event shows that the guest's socket was there: of one that was never open, nothing is known. */
const isOfLine = ({ kind, detail }: GuestEvent) => kind !== 'socket' || detail?.phase === 'open'

/** One event: its text where that may be shown, else how long it is. */
function eventLine({ direction, kind, text, messageId, acknowledged, injected, detail }: GuestEvent, showsTexts: boolean): string {
  const said = text === undefined ? detail?.presence : (showsTexts ? quote(text) : `of ${[...text].length} characters`)
  const marks = [messageId && `(${messageId})`, acknowledged === false && 'no echo', injected && 'injected']
  return `  ${[ARROWS[direction], kind, said, ...marks].filter(Boolean).join(' ')}`
}

function eventLines(events: GuestEvent[], showsTexts: boolean): string[] {
  if (events.length === 0) return []
  const last = events.slice(-MOST_QUOTED)
  const head = last.length === events.length ? `What came (${events.length}):` : `What came (${events.length}, the last ${last.length}):`
  return [head, ...last.map((event) => eventLine(event, showsTexts))]
}

/** The match in words; its text is the test's own, and is treated as texts are. */
function shownMatch(match: Match, showsTexts: boolean): string {
  if (!showsTexts || typeof match === 'function') return describeMatch(match)
  return typeof match === 'string' ? `a text with ${quote(match)}` : `the pattern ${quote(String(match))}`
}

function story({ isNot }: Context, { match, found, hasSeen, came, timeout, direction }: EventLook & Asked, showsTexts: boolean): Story {
  const what = shownMatch(match, showsTexts)
  if (isNot && !hasSeen) return { sentence: `Nothing could be seen, so what matches ${what} may have been ${direction}: the guest's socket was never open.`, next: NO_SOCKET }
  if (isNot) return { sentence: `The guest has ${direction} what matches ${what}:`, events: found === undefined ? [] : [eventLine(found, showsTexts)] }
  const nothing = `No event that the guest has ${direction} matched ${what} within ${timeout} ms.`
  if (came.length === 0) return { sentence: `${nothing} Nothing was ${direction} at all.`, next: NO_SOCKET }
  return { sentence: nothing, events: eventLines(came, showsTexts), next: 'A string is a case-sensitive part of the text, of a button\'s payload, or of the content as JSON.' }
}

type Given = [subject: unknown, match: Match, given: unknown]

/** What a guest has sent or received, what came before the call included. */
async function haveEvents(name: string, direction: GuestEvent['direction'], context: Context, ...[subject, match, given]: Given): Promise<Answer> {
  const guest = checkGuest(name, subject)
  const fits = predicateOf(checkArgument('match', match, name), name)
  const { timeout, signal } = checkMatcherOptions(context, name, 'MatcherOptions', given)
  const look = (): EventLook => {
    const events = guest.events.filter((event) => event.direction === direction)
    const found = events.find(fits)
    const hasSeen = guest.events.some(isOfLine)
    const holds = found !== undefined || (hasSeen ? false : undefined)
    return { found, hasSeen, came: events.filter(({ kind }) => !NOISE.has(kind)), holds }
  }
  const seen = await poll({ timeout, isNot: context.isNot, intervals: GUEST_INTERVALS, look, signal })
  const parts = (): Parts => ({
    subject: 'guest',
    argument: 'match',
    ...story(context, { ...seen, match, timeout, direction }, guest._showsTexts === true),
    facts: { Conversation: guest._reader?.conversationId, Timeout: `${timeout} ms` },
  })
  return answer(context, name, seen.pass, parts)
}

export function toHaveReceived(context: Context, ...asked: Given): Promise<Answer> {
  return haveEvents('toHaveReceived', 'received', context, ...asked)
}

export function toHaveSent(context: Context, ...asked: Given): Promise<Answer> {
  return haveEvents('toHaveSent', 'sent', context, ...asked)
}
