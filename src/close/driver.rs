//! Performs what the state machine asks for, and makes the report.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::error::{Error, Kind, Result};
use crate::model::ids::ConversationId;
use crate::model::{Conversation, Participant, WrapupInput};
use crate::platform::{Backoff, Call, FIRST_LOOK, FirstLook, Watch, watch};

use super::find::{self, Found};
use super::options::{CloseOptions, Resource};
use super::plan::Plan;
use super::report::{CloseReport, Outcome, Way};
use super::state::{LOOKS_APART, Next, Pause, Target, Workflow, WriteAnswer};
use super::view::View;
use super::{guard, not_closed, write};

const LONGEST_PAUSE: Duration = Duration::from_secs(2);
/// Others decide how many events there are; how many looks they cost is decided here.
const WOKEN_AT_MOST_EVERY: Duration = Duration::from_millis(250);
/// So long a conversation that was found must not be found, before it counts as gone.
const GONE_AFTER: Duration = Duration::from_secs(2);

pub(super) struct Closing<'a> {
    pub(super) call: &'a Call,
    pub(super) id: &'a ConversationId,
    pub(super) options: &'a CloseOptions,
    wake: &'a Arc<Notify>,
    pub(super) workflow: Workflow,
    backoff: Backoff,
    /// The look after an accepted write, until it was taken.
    first_look: Option<FirstLook>,
    /// How much earlier than usual that look came: waited first if it shows too little.
    owed: Duration,
    pub(super) resource: Resource,
    /// How it looked before the first write, and at the latest read.
    pub(super) first: Option<Arc<View>>,
    pub(super) latest: Option<Found>,
    /// So many requests had left at the latest read.
    pub(super) requests_at_look: u32,
    /// The clauses of the guard that cannot change were asked, and hold.
    pub(super) guard_was_asked: bool,
    /// What the latest look has come to, where it has.
    pub(super) outcome: Outcome,
    /// An end without a write of ours was confirmed by the time that its record has.
    pub(super) is_dated: bool,
    /// When an event last woke it.
    woken_at: Option<Duration>,
    /// Since when it is not found any more.
    gone_since: Option<Duration>,
    pub(super) way: Way,
    /// When the first write was accepted.
    pub(super) accepted_at: Option<Duration>,
    /// When the latest read was begun; a read from before the write says nothing of its effect.
    looked_at: Duration,
    /// The refusal of the last write; it stands if nothing better is learnt.
    refusal: Option<Error>,
    /// Agents whose wrap-up this close sees to, and the code for each.
    pub(super) to_wrap_up: Vec<(Participant, WrapupInput)>,
    /// Who has which communication; read before a write after which a wrap-up must be posted.
    pub(super) communications: Option<Conversation>,
    /// How often wrap-ups were posted.
    pub(super) posts: u8,
    pub(super) codes_were_renewed: bool,
    /// They were chosen before this close began, or beside its beginning.
    pub(super) codes_were_prepared: bool,
}

impl<'a> Closing<'a> {
    pub(super) fn new(
        call: &'a Call,
        id: &'a ConversationId,
        options: &'a CloseOptions,
        wake: &'a Arc<Notify>,
    ) -> Self {
        Self {
            call,
            id,
            options,
            wake,
            workflow: Workflow::new(options.strategy),
            backoff: Backoff::new(FIRST_LOOK, LONGEST_PAUSE),
            first_look: None,
            owed: Duration::ZERO,
            resource: Resource::Messages,
            first: None,
            latest: None,
            requests_at_look: 0,
            guard_was_asked: false,
            outcome: Outcome::AlreadyClosed,
            is_dated: false,
            woken_at: None,
            gone_since: None,
            way: Way::None,
            accepted_at: None,
            looked_at: Duration::ZERO,
            refusal: None,
            to_wrap_up: Vec::new(),
            communications: None,
            posts: 0,
            codes_were_renewed: false,
            codes_were_prepared: false,
        }
    }

    pub(super) async fn run(&mut self, plan: Option<Plan>) -> Result<CloseReport> {
        let mut next = match plan {
            Some(plan) => self.adopt(plan),
            None => self.begin().await?,
        };
        let mut watch = None;
        loop {
            next = match next {
                Next::Read(pause) => self.read_again(pause).await?,
                Next::Confirm => self.confirm().await?,
                Next::Write(target) => {
                    let written = self.write_guarded(&target, &mut watch).await;
                    written.map_err(|error| self.or_what_is_known(error))?
                }
                Next::AlreadyClosed => return Ok(self.report(self.nobody_wrote())),
                Next::Closed | Next::AgentsEnded => match self.wrap_up_outcome().await {
                    ControlFlow::Continue(wrap_up) => {
                        watch.into_iter().flatten().for_each(Watch::finish);
                        return Ok(self.report(wrap_up));
                    }
                    ControlFlow::Break(not_yet) => not_yet,
                },
                Next::Refused => return Err(self.refusal.take().unwrap_or_else(|| self.at_deadline())),
                Next::NoAgent => return Err(not_closed::no_agent(&self.who_is_left())),
                Next::Replaced => return Err(not_closed::replaced(&self.who_is_left())),
            };
        }
    }

    /// Where it was asked for, the org's notifications wake the verifying read. After the guard,
    /// so that nothing is subscribed to for a stranger's conversation.
    fn watch(&self) -> Option<Watch> {
        let queue = self.first.as_ref()?.participants().iter().rev().find_map(|p| p.queue_id())?;
        let is_wanted = self.call.client.config().notifications;
        is_wanted.then(|| watch(&self.call.client, self.id, queue, self.wake))
    }

    /// Every look is judged, whatever it was taken for.
    pub(super) fn look(&mut self, found: Found) -> Next {
        let next = self.workflow.seen(&found.view, self.call.deadline.elapsed());
        self.latest = Some(found);
        self.requests_at_look = self.call.trace.requests();
        self.gone_since = None;
        self.noted(next)
    }

    pub(super) fn noted(&mut self, next: Next) -> Next {
        match next {
            Next::Closed => self.outcome = Outcome::Closed,
            Next::AlreadyClosed => self.outcome = Outcome::AlreadyClosed,
            Next::AgentsEnded => self.outcome = Outcome::AgentsEnded,
            _ => {}
        }
        next
    }

    pub(super) fn latest(&self) -> &View {
        &self.found().view
    }

    pub(super) fn found(&self) -> &Found {
        self.latest.as_ref().expect("a conversation is read before anything is decided")
    }

    async fn read_again(&mut self, pause: Pause) -> Result<Next> {
        self.pause(pause).await;
        if self.call.deadline.has_passed() {
            return Err(self.at_deadline());
        }
        let began = self.call.deadline.elapsed();
        match find::read(self.call, self.id, self.resource).await {
            Ok(found) => {
                self.looked_at = began;
                let next = self.look(found);
                if let Some(first) = self.first_look.take() {
                    first.ended(!matches!(next, Next::Read(_)) && self.wrap_up_shows());
                }
                Ok(next)
            }
            // A verifying read may fail for a while: polls are bounded by the deadline alone.
            Err(error) if error.is_retryable() && self.may_poll_on(&error) => Ok(Next::Read(Pause::Backoff)),
            Err(error) if error.kind == Kind::Timeout => Err(self.at_deadline()),
            Err(error) if error.kind == Kind::NotFound => self.gone(error),
            Err(error) => Err(error),
        }
    }

    /// It was there: a momentary 404 is not believed.
    fn gone(&mut self, error: Error) -> Result<Next> {
        let now = self.call.deadline.elapsed();
        let since = *self.gone_since.get_or_insert(now);
        if now.saturating_sub(since) < GONE_AFTER {
            Ok(Next::Read(Pause::Backoff))
        } else {
            Err(self.is_gone(error))
        }
    }

    fn is_gone(&self, error: Error) -> Error {
        not_closed::gone(error, self.workflow.has_written())
    }

    fn may_poll_on(&self, error: &Error) -> bool {
        let wait = Duration::from_millis(error.context.retry_after_ms.unwrap_or_default());
        !self.call.deadline.has_passed() && self.call.deadline.allows(wait)
    }

    pub(super) async fn pause(&mut self, pause: Pause) {
        let wait = self.wait_for(pause);
        let awake_again = self.woken_at.map_or(Duration::ZERO, |at| {
            (at + WOKEN_AT_MOST_EVERY).saturating_sub(self.call.deadline.elapsed())
        });
        let woken = async {
            self.call.deadline.sleep(awake_again).await;
            self.wake.notified().await;
        };
        tokio::select! {
            () = self.call.deadline.sleep(wait) => {}
            // Woken, it learns nothing of how soon changes show by themselves.
            () = woken => {
                self.first_look = None;
                self.woken_at = Some(self.call.deadline.elapsed());
            }
        }
    }

    fn wait_for(&mut self, pause: Pause) -> Duration {
        match pause {
            Pause::None => return Duration::ZERO,
            Pause::Apart => return LOOKS_APART,
            Pause::First | Pause::Backoff => {}
        }
        if pause == Pause::First {
            self.backoff = Backoff::new(FIRST_LOOK * 2, LONGEST_PAUSE);
            let wait = self.first_look.as_ref().map_or(FIRST_LOOK, FirstLook::wait);
            self.owed = FIRST_LOOK.saturating_sub(wait);
            return wait;
        }
        let owed = std::mem::take(&mut self.owed);
        if owed.is_zero() { self.backoff.next_wait() } else { owed }
    }

    /// A look that came early may show the end and not yet the wrap-up that was sent with it.
    pub(super) async fn allow_for_wrap_up(&mut self) -> ControlFlow<Next> {
        if self.owed.is_zero() || self.wrap_up_shows() {
            return ControlFlow::Continue(());
        }
        self.pause(Pause::Backoff).await;
        self.look_on().await
    }

    /// A look after the end, for another reason: `Break` where it shows the conversation open again.
    pub(super) async fn look_on(&mut self) -> ControlFlow<Next> {
        let began = self.call.deadline.elapsed();
        let Ok(found) = find::read(self.call, self.id, self.resource).await else {
            return ControlFlow::Continue(());
        };
        self.looked_at = began;
        match self.look(found) {
            Next::Closed | Next::AlreadyClosed | Next::AgentsEnded => ControlFlow::Continue(()),
            not_yet => ControlFlow::Break(not_yet),
        }
    }

    /// Sent only where the guard holds for the very look that planned it.
    async fn write_guarded(&mut self, target: &Target, watch: &mut Option<Option<Watch>>) -> Result<Next> {
        let guards = self.guards();
        guard::sees(&guards, self.found(), &self.workflow.missing())?;
        self.ask_guards(&guards).await?;
        let wrapup = self.wrapup_for(target).await?;
        if guard::may_change(&guards) && self.call.trace.requests() > self.requests_at_look {
            self.workflow.withdraw();
            return Ok(Next::Read(Pause::None));
        }
        watch.get_or_insert_with(|| self.watch());
        self.write(target, wrapup.as_ref()).await
    }

    async fn write(&mut self, target: &Target, wrapup: Option<&WrapupInput>) -> Result<Next> {
        let request = write::request(self.id, target, wrapup);
        let (answer, refusal) = match write::send(self.call, &request).await {
            Ok((_, Some(refusal))) | Err(refusal) if self.renew_refused_codes(&refusal).await => {
                self.workflow.withdraw();
                return Ok(Next::Read(Pause::None));
            }
            Ok(answered) => answered,
            Err(refusal) => return Err(self.explain_refused_code(target, refusal).await),
        };
        self.refusal = refusal;
        if answer == WriteAnswer::Accepted {
            self.accepted_at.get_or_insert(self.call.deadline.elapsed());
            self.first_look = Some(FirstLook::begin(&self.call.client, self.call.trace.last_trip()));
            // From here on, an old refusal is not the last thing known.
            self.call.remember(None);
        }
        if matches!(answer, WriteAnswer::Accepted | WriteAnswer::Unknown) && self.way == Way::None {
            self.way = way_of(target);
        }
        Ok(self.workflow.answered(answer, self.call.deadline.elapsed()))
    }

    /// Those who are missing from the latest look, and were not seen ended, are still there.
    pub(super) fn who_is_left(&self) -> String {
        self.latest().who_is_left(&self.workflow.missing())
    }

    /// A repeated write that the deadline cuts short says nothing of what was met before it.
    fn or_what_is_known(&self, error: Error) -> Error {
        let is_cut_short = error.kind == Kind::Timeout && self.call.deadline.has_passed();
        if is_cut_short && self.workflow.has_written() { self.at_deadline() } else { error }
    }

    /// The last thing known, when time runs out.
    pub(super) fn at_deadline(&self) -> Error {
        let last = self.call.deadline_error();
        if last.kind != Kind::Timeout {
            return last;
        }
        let elapsed = self.call.deadline.elapsed();
        match (self.accepted_at, &self.refusal) {
            _ if self.gone_since.is_some() => self.is_gone(Error::new(Kind::NotFound, String::new())),
            (Some(at), _) if self.looked_at >= at => {
                not_closed::still_open(&self.who_is_left(), elapsed.saturating_sub(at))
            }
            (Some(_), _) => not_closed::not_looked_at(elapsed),
            (None, Some(refusal)) => refusal.clone(),
            _ if self.workflow.is_doubtful() => not_closed::not_confirmed(&self.who_is_left()),
            _ => last,
        }
    }
}

const fn way_of(target: &Target) -> Way {
    match target {
        Target::Agent(_) => Way::Agent,
        Target::Conversation | Target::Versioned(_) => Way::Conversation,
        Target::Teardown => Way::Teardown,
    }
}
