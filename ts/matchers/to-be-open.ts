import { pollState, stateParts } from './conversation-view'
import { answer, unseenStory, unsettledStory, type Answer, type Parts, type Story } from './failure'
import { GuestView, unanswered, type Sight } from './guest-view'
import { checkMatcherOptions, type Checked } from './options'
import { GUEST_INTERVALS, poll, type Look, type Polled } from './poll'
import type { Context } from './stop'
import { checkEither, isGuest } from './subject'
import type { Witness } from '../types/public'

const NAME = 'toBeOpen'

/** One look at a guest; the reason is why it is not open. */
interface GuestLook extends Sight, Look {
  reason: string | undefined
}

/** Who says that it is not open, in the order in which it is told. */
function objection({ end, witnesses: { server, wire, page } }: Sight): string | undefined {
  if (end !== undefined) return `the session ended: ${end}`
  if (wire.saw !== 'open') return wire.detail
  if (server?.saw === 'closed') return `the server's record says ${server.saw}`
  if (page !== undefined && page.saw !== 'open') return `the page does not show it as open: ${page.detail}`
  return undefined
}

/** Who was asked and saw nothing, where all hangs on him. */
function silent({ end, isUnseen, witnesses }: Sight): Witness | undefined {
  const { server, wire, page } = witnesses
  if (isUnseen) return wire
  if (end !== undefined || wire.saw !== 'open' || server?.saw === 'closed') return undefined
  return unanswered(witnesses) ?? (page?.saw === 'nothing' ? page : undefined)
}

function lookAt(view: GuestView, { staysForMs }: Checked) {
  return async (left: number): Promise<GuestLook> => {
    const seen = await view.look(left)
    const reason = objection(seen)
    return { ...seen, reason, holds: silent(seen) === undefined ? reason === undefined : undefined, windowMs: staysForMs }
  }
}

function story({ isNot }: Context, seen: Polled<GuestLook>, { staysForMs }: Checked): Story {
  if (seen.unsettledMs !== undefined) return unsettledStory(seen.unsettledMs, staysForMs)
  const unseen = silent(seen)
  if (unseen !== undefined) return unseenStory(unseen)
  if (isNot) return { sentence: 'The guest is open: its socket is up, and nothing ended its conversation.' }
  return { sentence: `The guest is not open: ${seen.reason}.`, next: 'Look at who ended it, and when, in guest.events.' }
}

function unseenAs(seen: Sight): string | undefined {
  if (seen.isSilent) return 'no testimony'
  return silent(seen) === undefined ? undefined : 'nothing seen'
}

function guestParts(context: Context, { seen, options, view }: { seen: Polled<GuestLook>; options: Checked; view: GuestView }): Parts {
  return {
    subject: 'guest',
    ...story(context, seen, options),
    expected: 'open',
    received: unseenAs(seen) ?? (seen.end ?? (seen.reason === undefined ? 'open' : 'not open')),
    witnesses: seen.witnesses,
    facts: { Conversation: view.conversationId, Timeout: `${options.timeout} ms` },
  }
}

/** Open: nothing says that it ended, and the guest could hear it if it did. */
export async function toBeOpen(context: Context, given: unknown, asked: unknown): Promise<Answer> {
  const subject = checkEither(NAME, given)
  const options = checkMatcherOptions(context, NAME, 'ToBeOpenOptions', asked)
  if (!isGuest(subject)) {
    const seen = await pollState(context, subject, 'open', options)
    return answer(context, NAME, seen.pass, () => stateParts(seen, subject, 'open', options))
  }
  const view = new GuestView(subject, 'open', options)
  const { timeout, signal } = options
  const seen = await poll({ timeout, signal, isNot: context.isNot, intervals: GUEST_INTERVALS, look: lookAt(view, options) })
  return answer(context, NAME, seen.pass, () => guestParts(context, { seen, options, view }))
}
