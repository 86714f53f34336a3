import { stripVTControlCharacters } from 'node:util'
import { fromFaults, type Fault } from './collect/faults'
import { fromGuestEvents } from './collect/guest-events'
import { fromPage, type Observation } from './collect/page'
import { fromAgents, fromConversations, type Read } from './collect/participants'
import { fromReport, witnessesOf } from './collect/report'
import { fromBackend, fromPages, fromRefusedSockets, fromSteps, type Arrival } from './collect/requests'
import { fromBounds, fromMatchers, type Assertion } from './collect/test'
import { timeline, type Happening, type NamedWitness, type Story, type Verdict } from './model'
import { asHtml } from './render/html'
import { asJson } from './render/json'
import type { CloseReport, GuestEvent, Step } from '../types/public'

interface Guest {
  name?: string
  events: readonly GuestEvent[]
}

/** What a test did and saw. */
interface Parts {
  reports: Partial<CloseReport>[]
  /** What the clean-up asked. */
  cleanUp: Step[]
  /** What the simulator was asked, by whomever. */
  asked: Arrival[]
  guests: Guest[]
  page: Observation[]
  faults: Fault[]
  conversations: Read[]
  matchers: Assertion[]
}

interface Bounds {
  started?: number
  ended?: number
}

type Test = Partial<Parts> & Bounds & Partial<Pick<Story, 'title' | 'subtitle' | 'verdict'>> & { texts?: boolean }

const QUOTED = /“[^”]*”/g

/** Several guests are told apart by their names, or by their numbers. */
function fromGuests(guests: Guest[], options: { texts: boolean }): Happening[] {
  return guests.flatMap((guest, index) => {
    const name = guest.name ?? `guest ${index + 1}`
    const entries = fromGuestEvents(guest.events, options)
    return guests.length === 1 ? entries : entries.map((entry) => ({ ...entry, detail: [name, entry.detail].filter(Boolean).join(' · ') }))
  })
}

/** What each close's witnesses said; of several closes, with the conversation. */
function witnessesOfAll(reports: Partial<CloseReport>[]): NamedWitness[] {
  return reports.flatMap((report) => witnessesOf(report).map((witness) => {
    return reports.length === 1 ? witness : { ...witness, name: `${witness.name}, ${report.conversationId ?? 'unknown'}` }
  }))
}

/** Whom the assertion that failed last had asked. */
function witnessesOfFailure(matchers: Assertion[]): NamedWitness[] {
  const failed = matchers.findLast(({ pass }) => !pass)
  return witnessesOf(failed).map((witness) => ({ ...witness, name: `${witness.name}, asked by ${failed?.name}` }))
}

function idsOf({ reports, conversations }: Parts): string[] {
  const ids = [...reports.map(({ conversationId }) => conversationId), ...conversations.map(({ conversation }) => conversation.id)]
  return [...new Set(ids)].filter((id) => id !== undefined)
}

function factsOf(given: Parts & Bounds): Record<string, string | number> {
  const ids = idsOf(given)
  return {
    ...(ids.length > 0 && { [ids.length === 1 ? 'conversation' : 'conversations']: ids.join(', ') }),
    ...(given.guests.length > 1 && { guests: given.guests.length }),
    ...(given.faults.length > 0 && { faults: given.faults.length }),
    ...(given.started !== undefined && given.ended !== undefined && { took: `${((given.ended - given.started) / 1_000).toFixed(2)} s` }),
  }
}

/** A runner's message quotes what a guest wrote in these marks, and in no others. */
function spoken(text: string, texts: boolean): string {
  const plain = stripVTControlCharacters(text)
  return texts ? plain : plain.replace(QUOTED, '“…”')
}

/** No part of what the test shows. */
const ofTheCleanUp = (entry: Happening): Happening => ({ ...entry, detail: ['clean-up', entry.detail].filter(Boolean).join(' · ') })

const verdictOf = ({ text, hint, ...verdict }: Verdict, texts: boolean): Verdict => ({ ...verdict, text: spoken(text, texts), hint: hint && spoken(hint, texts) })

const EMPTY: Parts = { reports: [], cleanUp: [], asked: [], guests: [], page: [], faults: [], conversations: [], matchers: [] }

function entriesOf({ reports, cleanUp, asked, guests, page, faults, conversations, matchers, ...bounds }: Parts & Bounds, options: { texts: boolean }): Happening[] {
  return [
    ...reports.flatMap((report) => [...fromReport(report), ...fromAgents(report)]),
    ...fromSteps(cleanUp).map(ofTheCleanUp),
    ...fromBackend(asked),
    ...fromPages(asked),
    ...fromRefusedSockets(asked),
    ...fromGuests(guests, options),
    ...fromPage(page, options),
    ...fromConversations(conversations),
    ...fromFaults(faults),
    ...fromMatchers(matchers, options),
    ...fromBounds(bounds),
  ]
}

/**
 * One test on one time axis, as a page of its own and as JSON. Everything is optional, and tells
 * ids, times and lengths; texts only with `texts: true`, and what looks like a credential never.
 */
export function testReport({ title = 'A test', subtitle, verdict, texts = false, ...parts }: Test = {}): { html: string; json: string } {
  const given = { ...EMPTY, ...parts }
  const model = timeline({
    title,
    subtitle,
    verdict: verdict && verdictOf(verdict, texts),
    witnesses: [...witnessesOfAll(given.reports), ...witnessesOfFailure(given.matchers)],
    facts: factsOf(given),
    entries: entriesOf(given, { texts }),
  })
  return { html: asHtml(model), json: asJson(model) }
}
