import { closedStory, silentPage, type Judged } from './closed-story'
import { pollState, stateParts } from './conversation-view'
import { answer, type Answer } from './failure'
import { GuestView, unanswered, type Sight } from './guest-view'
import { SETTLE_MS, checkMatcherOptions, type Checked } from './options'
import { GUEST_INTERVALS, poll, type Look, type Polled } from './poll'
import type { Context } from './stop'
import { checkEither, isGuest } from './subject'
import { invalid } from '../options/refusal/invalid'
import { deadlineAfter, now } from '../boundary/time'

const NAME = 'toBeClosed'

/** One look at a guest; `watch` is the guest's own over the settle window. */
interface GuestLook extends Sight, Look {
  flippedMs?: number
  watch?: Promise<Sight>
}

/** A session that ended in another way than was asked for stays so. How a page shows that is its own affair: it is asked for "closed". */
function judgeKind({ end, lastEnd }: Sight, kind: Sight['end']): Look {
  return { holds: lastEnd === kind, isFinal: end !== undefined && end !== kind }
}

/** A session that ended without a closing frame will not be told any more. */
function judgeTold({ dissent, end, witnesses: { wire } }: Sight, mode: Checked['mode']): Look {
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
function lookAt(view: GuestView, isNot: boolean, { mode, kind, staysForMs }: Checked): (left: number) => Promise<GuestLook> {
  let closedAt: number | undefined
  let watch: Promise<Sight> | undefined
  return async (left) => {
    const seen = await view.look(left)
    if (seen.dissent !== undefined) watch = undefined
    if (seen.isUnseen || unanswered(seen.witnesses) !== undefined) return { ...seen, holds: undefined }
    if (seen.dissent === undefined) closedAt ??= now()
    const hasFlipped = seen.dissent?.code === 'GUEST_UI_OPEN' && seen.witnesses.page?.saw === 'open'
    if (closedAt !== undefined && hasFlipped && !isNot) return { ...seen, holds: false, isFinal: true, flippedMs: now() - closedAt }
    if (isNot && kind === undefined && silentPage(seen) !== undefined) return { ...seen, holds: undefined }
    const judged = kind === undefined ? judgeTold(seen, mode) : judgeKind(seen, kind)
    const isWatched = judged.holds && !isNot && kind === undefined && staysForMs > 0
    if (!isWatched || seen.witnesses.page === undefined) return { ...seen, ...judged, windowMs: isWatched ? 0 : staysForMs }
    watch ??= view.look(Math.min(left, staysForMs + WATCH_GRACE_MS), staysForMs)
    return { ...seen, ...judged, windowMs: staysForMs, watch }
  }
}

/** What the guest says of the whole window: it knows of what came between two looks. */
async function confirmed(view: GuestView, { watch, ...seen }: Polled<GuestLook>, { mode, staysForMs }: Checked, left: number): Promise<Judged> {
  const again = await (watch ?? view.look(left, staysForMs))
  const { holds } = judgeTold(again, mode)
  // The server had been seen.
  return holds || unanswered(again.witnesses) !== undefined ? seen : { ...again, pass: false }
}

async function closedGuest({ isNot = false }: Context, view: GuestView, options: Checked): Promise<Judged> {
  const { left } = deadlineAfter(options.timeout)
  const { timeout, signal } = options
  const polled = await poll({ timeout, signal, isNot, intervals: GUEST_INTERVALS, look: lookAt(view, isNot, options) })
  const mustConfirm = polled.pass && !isNot && options.kind === undefined && options.staysForMs > 0
  const seen = mustConfirm ? await confirmed(view, polled, options, left()) : polled
  if (seen.pass !== isNot || seen.isSilent) return seen
  return { ...seen, ...await view.explained(seen, left()) }
}

function refuseGuestOptions({ mode, kind }: Checked): void {
  const given = Object.entries({ mode, kind }).find(([, value]) => value !== undefined)
  if (given === undefined) return
  throw invalid({ path: given[0], operation: NAME }, `the string "${given[1]}"`, 'nothing, for a conversation: only a guest is told', { hint: 'Ask the guest.' })
}

/** Closed, as all say who can be asked, and closed for the settle window. */
export async function toBeClosed(context: Context, given: unknown, asked: unknown): Promise<Answer> {
  const subject = checkEither(NAME, given)
  const options = checkMatcherOptions(context, NAME, 'ToBeClosedOptions', asked, isGuest(subject) ? SETTLE_MS : 0)
  if (isGuest(subject)) {
    const view = new GuestView(subject, 'closed', options)
    const seen = await closedGuest(context, view, options)
    return answer(context, NAME, seen.pass, () => closedStory(context, { seen, options, view }))
  }
  refuseGuestOptions(options)
  const seen = await pollState(context, subject, 'closed', options)
  return answer(context, NAME, seen.pass, () => stateParts(seen, subject, 'closed', options))
}
