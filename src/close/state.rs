//! The course of a close: pure, without clock or network.
//!
//! ```text
//!            seen: ended                           seen: ended
//!   Opening ────────────▶ AlreadyClosed   ┌──────────────────────▶ Closed
//!      │ seen: open                       │
//!      ▼            accepted              │   seen: somebody new, or still up
//!   Writing ──────────────────▶ Verifying ┼──────────────────────▶ Writing
//!      │                          ▲   ▲   └─ seen: not yet ─▶ read again
//!      ├─ conflict ─▶ Opening     │   │
//!      ├─ unknown ──▶ Unsettled ──┘   │ seen: the effect shows
//!      │                 └─ 2 s without effect ─▶ Writing
//!      └─ refused as ended ─▶ Doubting ── seen: ended ─▶ AlreadyClosed
//!                                ├─ target gone ─▶ planned anew
//!                                └─ 2 s still open ─▶ Refused
//! ```

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::ids::ParticipantId;

use super::options::Strategy;
use super::view::View;

/// How long the effect of an unanswered write may take to show.
const EFFECT_MAY_TAKE: Duration = Duration::from_secs(2);
/// How long the rest may take to leave after the last agent.
const REST_MAY_TAKE: Duration = Duration::from_secs(1);

/// What a write ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Agent(ParticipantId),
    Conversation,
    Teardown,
    /// The versioned resource, at the version that was read.
    Versioned(u64),
}

/// How a write was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteAnswer {
    Accepted,
    /// Somebody else wrote first.
    Conflict,
    /// A refusal that an ended conversation gives too.
    PerhapsEnded,
    /// It may have landed.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// The short wait before a first verifying read.
    First,
    Backoff,
}

/// What the driver does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    Read(Pause),
    Write(Target),
    Closed,
    AlreadyClosed,
    /// The refusal that was met stands: the conversation is still open.
    Refused,
    /// Under a forced `agent` there is nobody to disconnect.
    NoAgent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Opening,
    Writing(Target),
    Verifying,
    Unsettled { target: Target, since: Duration },
    Doubting { target: Target, since: Duration },
    Done,
}

#[derive(Debug, Clone)]
pub struct Workflow {
    strategy: Strategy,
    phase: Phase,
    /// Agents whose disconnect was accepted.
    disconnected: BTreeSet<ParticipantId>,
    /// Who was there when the whole conversation was last written.
    swept: Option<BTreeSet<ParticipantId>>,
    /// Since when the agents are gone and others are not.
    agents_gone_since: Option<Duration>,
    /// The latest look, so that a write's answer knows what it was planned on.
    present: BTreeSet<ParticipantId>,
    wrote: bool,
}

impl Workflow {
    pub const fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            phase: Phase::Opening,
            disconnected: BTreeSet::new(),
            swept: None,
            agents_gone_since: None,
            present: BTreeSet::new(),
            wrote: false,
        }
    }

    /// Whether a write was accepted, or may have been.
    pub const fn has_written(&self) -> bool {
        self.wrote
    }

    /// A read was answered, `now` after the start. While a write is under way, or at the end,
    /// a look changes nothing: the driver is told to read again.
    pub fn seen(&mut self, view: &View, now: Duration) -> Next {
        if matches!(self.phase, Phase::Writing(_) | Phase::Done) {
            return Next::Read(Pause::Backoff);
        }
        self.present = view.participant_ids();
        if self.goal_is_reached(view) {
            self.phase = Phase::Done;
            return if self.wrote { Next::Closed } else { Next::AlreadyClosed };
        }
        match self.phase.clone() {
            Phase::Opening => self.plan_or_wait(view, now),
            Phase::Verifying => self.plan_or_wait(view, now),
            Phase::Unsettled { target, since } => self.unsettled(view, &target, since, now),
            Phase::Doubting { target, since } => self.doubting(view, &target, since, now),
            Phase::Writing(_) | Phase::Done => Next::Read(Pause::Backoff),
        }
    }

    /// The write under way was answered. Without one, the answer is ignored.
    pub fn answered(&mut self, answer: WriteAnswer, now: Duration) -> Next {
        let Phase::Writing(target) = self.phase.clone() else { return Next::Read(Pause::Backoff) };
        match answer {
            WriteAnswer::Accepted => self.accepted(target),
            WriteAnswer::Conflict => self.go_on(Phase::Opening, Pause::Backoff),
            WriteAnswer::PerhapsEnded => self.go_on(Phase::Doubting { target, since: now }, Pause::First),
            WriteAnswer::Unknown => {
                self.wrote = true;
                self.go_on(Phase::Unsettled { target, since: now }, Pause::First)
            }
        }
    }

    fn accepted(&mut self, target: Target) -> Next {
        self.wrote = true;
        match target {
            Target::Agent(id) => drop(self.disconnected.insert(id)),
            Target::Conversation | Target::Teardown | Target::Versioned(_) => {
                self.swept = Some(self.present.clone());
            }
        }
        self.go_on(Phase::Verifying, Pause::First)
    }

    fn go_on(&mut self, phase: Phase, pause: Pause) -> Next {
        self.phase = phase;
        Next::Read(pause)
    }

    fn finish(&mut self, next: Next) -> Next {
        self.phase = Phase::Done;
        next
    }

    fn unsettled(&mut self, view: &View, target: &Target, since: Duration, now: Duration) -> Next {
        if self.effect_shows(view, target) {
            self.accepted(target.clone());
            return self.plan_or_wait(view, now);
        }
        if now.saturating_sub(since) < EFFECT_MAY_TAKE {
            return Next::Read(Pause::Backoff);
        }
        self.plan_or_wait(view, now)
    }

    /// A refused target that is gone was replaced, not forbidden: whoever is there now is planned anew.
    fn doubting(&mut self, view: &View, target: &Target, since: Duration, now: Duration) -> Next {
        if self.effect_shows(view, target) {
            return self.plan_or_wait(view, now);
        }
        if now.saturating_sub(since) < EFFECT_MAY_TAKE {
            Next::Read(Pause::Backoff)
        } else {
            self.finish(Next::Refused)
        }
    }

    /// Whether an unanswered write can be seen to have landed. That of a whole conversation
    /// shows as its end, which was looked for before.
    fn effect_shows(&self, view: &View, target: &Target) -> bool {
        match target {
            Target::Agent(id) => view.participant(id).is_some_and(|p| p.state.is_terminal()),
            Target::Conversation | Target::Teardown | Target::Versioned(_) => false,
        }
    }

    fn goal_is_reached(&self, view: &View) -> bool {
        if view.has_ended() {
            return true;
        }
        // Under a forced `agent`, the customer may stay; but somebody must have been there.
        let mut agents = view.agents().peekable();
        self.strategy == Strategy::Agent && agents.peek().is_some() && agents.all(|p| p.state.is_terminal())
    }

    fn plan_or_wait(&mut self, view: &View, now: Duration) -> Next {
        let Some(target) = self.target(view, now) else {
            if self.strategy == Strategy::Agent && !self.wrote {
                return self.finish(Next::NoAgent);
            }
            self.phase = Phase::Verifying;
            return Next::Read(Pause::Backoff);
        };
        self.phase = Phase::Writing(target.clone());
        Next::Write(target)
    }

    /// What to write on this look, if anything. Every look plans anew.
    fn target(&mut self, view: &View, now: Duration) -> Option<Target> {
        if let View::Messaging(seen) = view {
            return self.swept.is_none().then_some(Target::Versioned(seen.version));
        }
        match self.strategy {
            Strategy::Agent => self.next_agent(view),
            Strategy::Conversation => self.sweep(Target::Conversation),
            Strategy::Teardown => self.sweep(Target::Teardown),
            Strategy::Auto => self.next_agent(view).or_else(|| self.rest(view, now)),
        }
    }

    fn next_agent(&self, view: &View) -> Option<Target> {
        let waiting = view.connected_agents().find(|p| !self.disconnected.contains(&p.id));
        waiting.map(|p| Target::Agent(p.id.clone()))
    }

    /// Whoever is left when no connected agent waits for a disconnect.
    fn rest(&mut self, view: &View, now: Duration) -> Option<Target> {
        if view.connected_agents().next().is_some() {
            self.agents_gone_since = None;
            return None;
        }
        let patience = if self.disconnected.is_empty() { Duration::ZERO } else { REST_MAY_TAKE };
        let gone_since = *self.agents_gone_since.get_or_insert(now);
        if now.saturating_sub(gone_since) < patience { None } else { self.sweep(Target::Conversation) }
    }

    /// The whole conversation; again only if somebody came who was not there at the last time.
    fn sweep(&self, target: Target) -> Option<Target> {
        match &self.swept {
            Some(before) if self.present.is_subset(before) => None,
            _ => Some(target),
        }
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
