import { isSaid } from '../guest/said'
import type { GuestEvent } from '../types/public'

/** What a guest did between two ends, by ids that may lead to its conversation. */
export interface Stay {
  /** Of the guest's own texts and payloads: each leads to a conversation, and not each to the same one. */
  own: string[]
  /** Of the other side's, and of presence events, which may lead nowhere. */
  others: string[]
}

const isEnd = ({ kind, detail }: GuestEvent): boolean => kind === 'closed' || (kind === 'session' && detail?.['newSession'] === true)

/** Whether an id of the guest's own message; `undefined` for an id that is of no use. */
export function isOwn(event: GuestEvent): boolean | undefined {
  if (isSaid(event)) return event.direction === 'sent'
  return event.kind === 'presence' ? false : undefined
}

/** A guest's stays, as far as its own socket shows them; an end of which nobody told it shows only where its messages lead. */
export function staysOf(events: readonly GuestEvent[]): Stay[] {
  const stays: Stay[] = [{ own: [], others: [] }]
  for (const event of events) {
    const stay = stays.at(-1) as Stay
    const own = isOwn(event)
    if (isEnd(event)) stays.push({ own: [], others: [] })
    else if (event.messageId !== undefined && own !== undefined) (own ? stay.own : stay.others).push(event.messageId)
  }
  return stays.filter(({ own, others }) => own.length + others.length > 0)
}
