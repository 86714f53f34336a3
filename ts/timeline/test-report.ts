import { stripVTControlCharacters } from 'node:util'
import { fromFaults } from './collect/faults'
import { fromGuestEvents } from './collect/guest-events'
import { fromPage } from './collect/page'
import { fromAgents, fromConversations } from './collect/participants'
import { fromReport, witnessesOf } from './collect/report'
import { fromBackend, fromPages, fromSteps } from './collect/requests'
import { fromBounds, fromMatchers } from './collect/test'
import { timeline } from './model'
import { asHtml } from './render/html'
import { asJson } from './render/json'

const QUOTED = /“[^”]*”/g

/** Several guests are told apart by their names, or by their numbers. */
function fromGuests(guests, options) {
  return guests.flatMap((guest, index) => {
    const name = guest.name ?? `guest ${index + 1}`
    const entries = fromGuestEvents(guest.events, options)
    return guests.length === 1 ? entries : entries.map((entry) => ({ ...entry, detail: [name, entry.detail].filter(Boolean).join(' · ') }))
  })
}

/** What each close's witnesses said; of several closes, with the conversation. */
function witnessesOfAll(reports) {
  return reports.flatMap((report) => witnessesOf(report).map((witness) => {
    return reports.length === 1 ? witness : { ...witness, name: `${witness.name}, ${report.conversationId ?? 'unknown'}` }
  }))
}

/** Whom the assertion that failed last had asked. */
function witnessesOfFailure(matchers) {
  const { name, witnesses } = matchers.findLast(({ pass }) => !pass) ?? {}
  return witnessesOf({ witnesses }).map((witness) => ({ ...witness, name: `${witness.name}, asked by ${name}` }))
}

function idsOf({ reports, conversations }) {
  const ids = [...reports.map(({ conversationId }) => conversationId), ...conversations.map(({ conversation }) => conversation.id)]
  return [...new Set(ids)].filter(Boolean)
}

function factsOf(given) {
  const ids = idsOf(given)
  return {
    ...(ids.length > 0 && { [ids.length === 1 ? 'conversation' : 'conversations']: ids.join(', ') }),
    ...(given.guests.length > 1 && { guests: given.guests.length }),
    ...(given.faults.length > 0 && { faults: given.faults.length }),
    ...(given.started !== undefined && given.ended !== undefined && { took: `${((given.ended - given.started) / 1_000).toFixed(2)} s` }),
  }
}

/** A runner's message quotes what a guest wrote in these marks, and in no others. */
function spoken(text, texts) {
  if (text === undefined) return undefined
  const plain = stripVTControlCharacters(text)
  return texts ? plain : plain.replace(QUOTED, '“…”')
}

/** No part of what the test shows. */
const ofTheCleanUp = (entry) => ({ ...entry, detail: ['clean-up', entry.detail].filter(Boolean).join(' · ') })

const verdictOf = (verdict, texts) => verdict && { ...verdict, text: spoken(verdict.text, texts), hint: spoken(verdict.hint, texts) }

const EMPTY = { reports: [], cleanUp: [], asked: [], guests: [], page: [], faults: [], conversations: [], matchers: [] }

function entriesOf({ reports, cleanUp, asked, guests, page, faults, conversations, matchers, started, ended }, options) {
  return [
    ...reports.flatMap((report) => [...fromReport(report), ...fromAgents(report)]),
    ...fromSteps(cleanUp).map(ofTheCleanUp),
    ...fromBackend(asked),
    ...fromPages(asked),
    ...fromGuests(guests, options),
    ...fromPage(page, options),
    ...fromConversations(conversations),
    ...fromFaults(faults),
    ...fromMatchers(matchers, options),
    ...fromBounds({ started, ended }),
  ]
}

/**
 * One test on one time axis, as a page of its own and as JSON. Everything is optional, and tells
 * ids, times and lengths; texts only with `texts: true`, and what looks like a credential never.
 *
 * @param {Record<string, any>} story
 */
function testReport({ title = 'A test', subtitle, verdict, texts = false, ...parts } = {}) {
  const given = { ...EMPTY, ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) }
  const model = timeline({
    title,
    subtitle,
    verdict: verdictOf(verdict, texts),
    witnesses: [...witnessesOfAll(given.reports), ...witnessesOfFailure(given.matchers)],
    facts: factsOf(given),
    entries: entriesOf(given, { texts }),
  })
  return { html: asHtml(model), json: asJson(model) }
}

export { testReport }
