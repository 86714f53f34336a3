import { closedStory } from './closed-story'
import { pollState, stateParts } from './conversation-view'
import { answer } from './failure'
import { GuestView } from './guest-view'
import { SETTLE_MS, checkMatcherOptions } from './options'
import { GUEST_INTERVALS, poll } from './poll'
import { checkEither } from './subject'
import { invalid } from '../options/invalid'
import { deadlineAfter, now } from '../boundary/time'

const NAME = 'toBeClosed'

/** A session that ended in another way than was asked for stays so. How a page shows that is its own affair: it is asked for "closed". */
function judgeKind({ end, lastEnd }, kind) {
  return { holds: lastEnd === kind, isFinal: end !== undefined && end !== kind }
}

/** A session that ended without a closing frame will not be told any more. */
function judgeTold({ dissent, end, witnesses: { wire } }, mode) {
  const isRightMode = mode === undefined || wire.mode === mode
  return { holds: dissent === undefined && isRightMode, isFinal: end !== undefined }
}

/** A guest that watches over the window itself begins when it is asked; on a busy machine one look at its page takes a while. */
const WATCH_GRACE_MS = 2_000

/**
 * Looks at a guest. The settle window is waited for here where there is a page to look at, or a
 * negation, while the guest watches too (`watch`); a socket remembers, and is asked about the window
 * afterwards. A page that flips back from closed to open is a failure there and then.
 */
function lookAt(view, { isNot }, { mode, kind, staysForMs }) {
  let closedAt
  let watch
  return async (left) => {
    const seen = await view.look(left)
    if (seen.dissent !== undefined) watch = undefined
    if (seen.isUnseen) return { ...seen, holds: undefined }
    if (seen.dissent === undefined) closedAt ??= now()
    const hasFlipped = closedAt !== undefined && seen.dissent?.code === 'GUEST_UI_OPEN' && seen.witnesses.page.saw === 'open'
    if (hasFlipped && !isNot) return { ...seen, holds: false, isFinal: true, flippedMs: now() - closedAt }
    const judged = kind === undefined ? judgeTold(seen, mode) : judgeKind(seen, kind)
    const isWatched = judged.holds && !isNot && kind === undefined && staysForMs > 0
    if (!isWatched || seen.witnesses.page === undefined) return { ...seen, ...judged, windowMs: isWatched ? 0 : staysForMs }
    watch ??= view.look(Math.min(left, staysForMs + WATCH_GRACE_MS), staysForMs)
    return { ...seen, ...judged, windowMs: staysForMs, watch }
  }
}

/** What the guest says of the whole window: it knows of what came between two looks. */
async function confirmed(view, { watch, ...seen }, { mode, staysForMs }, left) {
  const again = await (watch ?? view.look(left, staysForMs))
  const { holds } = judgeTold(again, mode)
  return holds ? seen : { ...again, pass: false }
}

async function closedGuest(context, view, options) {
  const { left } = deadlineAfter(options.timeout)
  const { isNot = false } = context
  const { timeout, signal } = options
  const polled = await poll({ timeout, signal, isNot, intervals: GUEST_INTERVALS, look: lookAt(view, { isNot }, options) })
  const mustConfirm = polled.pass && !isNot && options.kind === undefined && options.staysForMs > 0
  const seen = mustConfirm ? await confirmed(view, polled, options, left()) : polled
  if (seen.pass !== isNot || seen.isSilent) return seen
  return { ...seen, ...await view.explained(seen, left()) }
}

function refuseGuestOptions({ mode, kind }) {
  const given = Object.entries({ mode, kind }).find(([, value]) => value !== undefined)
  if (given === undefined) return
  throw invalid({ path: given[0], operation: NAME }, `the string "${given[1]}"`, 'nothing, for a conversation: only a guest is told', { hint: 'Ask the guest.' })
}

/** Closed, as all say who can be asked, and closed for the settle window. */
async function toBeClosed(context, subject, given) {
  const isGuest = checkEither(NAME, subject)
  const options = checkMatcherOptions(context, NAME, 'ToBeClosedOptions', given, isGuest ? SETTLE_MS : 0)
  if (isGuest) {
    const view = new GuestView(subject, 'closed', options)
    const seen = await closedGuest(context, view, options)
    return answer(context, NAME, seen.pass, () => closedStory(context, { seen, options, view }))
  }
  refuseGuestOptions(options)
  const seen = await pollState(context, subject, 'closed', options)
  return answer(context, NAME, seen.pass, () => stateParts(seen, subject, 'closed', options))
}

export { toBeClosed }
