import type { GuestEvent } from '../index'

/** One message id of each conversation that a guest was in: the last before each end, and the last of all. */
export function lastMessageIds(events: readonly GuestEvent[]): string[] {
  const ids: string[] = []
  let last: string | undefined
  const cut = (): void => {
    if (last !== undefined) ids.push(last)
    last = undefined
  }
  for (const { kind, messageId, detail } of events) {
    if (kind === 'closed' || (kind === 'session' && detail?.['newSession'] === true)) cut()
    else if (messageId !== undefined && (kind === 'text' || kind === 'structured' || kind === 'presence')) last = messageId
  }
  cut()
  return ids
}
