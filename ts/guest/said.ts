import type { GuestEvent } from '../types/public'

export const isSaid = ({ kind }: GuestEvent): boolean => kind === 'text' || kind === 'structured'

/** Whether the last message has not come back, and was not refused: it may have opened a conversation that nobody knows. */
export function isUnechoed(events: readonly GuestEvent[]): boolean {
  const index = events.findLastIndex((event) => event.direction === 'sent' && isSaid(event))
  return events[index]?.acknowledged === false && !events.slice(index).some(({ kind }) => kind === 'error')
}
