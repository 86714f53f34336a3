import { quote } from '../clean'
import type { Happening } from '../model'

/** What a page showed: closed, open, navigated, loaded, event. */
export interface Observation {
  at: number
  what: string
  detail?: string
}

/** A word of the page's own, such as the name of an event: no sentence, and nothing that could be data. */
const WORD = /^[A-Za-z][\w.:/-]{0,59}$/
const ADDRESSED = new Set(['navigated', 'loaded'])

/** Where the page went: query, fragment and userinfo may carry what nobody should read. */
function addressOf(detail: string): string | undefined {
  if (!URL.canParse(detail)) return undefined
  const { protocol, host, pathname } = new URL(detail)
  return host === '' ? protocol : `${protocol}//${host}${pathname}`
}

function detailOf({ what, detail }: Observation, texts: boolean): string | undefined {
  if (detail === undefined || detail === '') return undefined
  if (ADDRESSED.has(what)) return addressOf(detail)
  if (texts) return quote(detail)
  return WORD.test(detail) ? detail : `${[...detail].length} characters`
}

const LABELS: Record<string, string> = { closed: 'shows closed', open: 'shows open', event: 'event' }

/** What the guest's page showed. A page that shows open after it showed closed is unusual. */
export function fromPage(observations: Observation[], { texts = false }: { texts?: boolean } = {}): Happening[] {
  let wasClosed = false
  return [...observations].sort((a, b) => a.at - b.at).map((observation) => {
    const { at, what } = observation
    const flippedBack = what === 'open' && wasClosed
    if (what === 'closed' || what === 'open') wasClosed = what === 'closed'
    const label = flippedBack ? 'shows open again' : (LABELS[what] ?? what)
    const tone = flippedBack ? 'warn' : (what === 'closed' ? 'ok' : 'info')
    return { at, lane: 'page', label, detail: detailOf(observation, texts), tone }
  })
}
