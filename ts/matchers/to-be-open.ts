import { pollState, stateParts } from './conversation-view'
import { answer, unseenStory, unsettledStory } from './failure'
import { GuestView } from './guest-view'
import { checkMatcherOptions } from './options'
import { GUEST_INTERVALS, poll } from './poll'
import { checkEither } from './subject'

const NAME = 'toBeOpen'

/** Who says that it is not open, in the order in which it is told. */
function objection({ end, witnesses: { server, wire, page } }) {
  if (end !== undefined) return `the session ended: ${end}`
  if (wire.saw !== 'open') return wire.detail
  if (server !== undefined && !server.isUnread && server.saw !== 'open') return `the server's record says ${server.saw}`
  if (page !== undefined && page.saw !== 'open') return `the page does not show it as open: ${page.detail}`
  return undefined
}

function lookAt(view, { staysForMs }) {
  return async (left) => {
    const seen = await view.look(left)
    const reason = objection(seen)
    return { ...seen, reason, holds: seen.isUnseen ? undefined : reason === undefined, windowMs: staysForMs }
  }
}

function story({ isNot }, seen, { staysForMs }) {
  if (seen.unsettledMs !== undefined) return unsettledStory(seen, staysForMs)
  if (seen.isUnseen) return unseenStory(seen)
  if (isNot) return { sentence: 'The guest is open: its socket is up, and nothing ended its conversation.' }
  return { sentence: `The guest is not open: ${seen.reason}.`, next: 'Look at who ended it, and when, in guest.events.' }
}

function unseenAs({ isSilent, isUnseen }) {
  if (isSilent) return 'no testimony'
  return isUnseen ? 'nothing seen' : undefined
}

function guestParts(context, { seen, options, view }) {
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
async function toBeOpen(context, subject, given) {
  const isGuest = checkEither(NAME, subject)
  const options = checkMatcherOptions(context, NAME, 'ToBeOpenOptions', given)
  if (!isGuest) {
    const seen = await pollState(context, subject, 'open', options)
    return answer(context, NAME, seen.pass, () => stateParts(seen, subject, 'open', options))
  }
  const view = new GuestView(subject, 'open', options)
  const { timeout, signal } = options
  const seen = await poll({ timeout, signal, isNot: context.isNot, intervals: GUEST_INTERVALS, look: lookAt(view, options) })
  return answer(context, NAME, seen.pass, () => guestParts(context, { seen, options, view }))
}

export { toBeOpen }
