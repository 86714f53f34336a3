//! The course of a close: pure, without clock or network.
//!
//! ```text
//!            seen: ended                    seen: ended, nobody missing
//!   Opening ─────────▶ Confirm ┐          ┌──────────────────────▶ Closed ─ seen: open ─▶ Verifying
//!      │ seen: open            │          │
//!      │   record: ended, or   │          │   seen: somebody new, or still up
//!      │   a second look ──▶ AlreadyClosed│
//!      ▼            accepted              │
//!   Writing ──────────────────▶ Verifying ┼──────────────────────▶ Writing, four times at most
//!      │                          ▲   ▲   └─ seen: not yet ─▶ read again
//!      ├─ conflict ─▶ Opening     │   │
//!      ├─ unknown ──▶ Unsettled ──┘   │ seen: the effect shows
//!      │                 └─ 2 s without effect ─▶ Writing
//!      └─ refused as ended ─▶ Doubting ── seen: ended ─▶ Confirm
//!                                ├─ target gone ─▶ planned anew
//!                                └─ 2 s still open ─▶ Refused
//! ```

mod proof;

use std::collections::BTreeSet;
use std::time::Duration;

use crate::model::ids::ParticipantId;

use super::options::Strategy;
use super::presence::Presence;
use super::view::View;

/// How long the effect of an unanswered write may take to show.
const EFFECT_MAY_TAKE: Duration = Duration::from_secs(2);
/// How long the rest may take to leave after the last agent.
const REST_MAY_TAKE: Duration = Duration::from_secs(1);
/// How far apart two looks are that prove together what one does not.
pub const LOOKS_APART: Duration = Duration::from_millis(250);
/// After so many writes, whoever is new is not ended one by one.
const ONE_BY_ONE: usize = 2;
/// After so many writes that did not help, no more are sent.
const WRITES_AT_MOST: usize = 4;
/// How often the record is asked for those who are no longer listed.
const ASKED_AT_MOST: u8 = 3;
/// So many looks that are short of somebody are passed over before a first write is planned on one.
const SHORT_AT_MOST: u8 = 2;

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
    /// The wait before a look that confirms another.
    Apart,
    /// What was read is too old to write on.
    None,
    Backoff,
}

/// What the driver does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    Read(Pause),
    /// The look does not suffice: the conversation's own record is asked.
    Confirm,
    Write(Target),
    Closed,
    AlreadyClosed,
    /// Under a forced `agent`: every agent has left, and somebody else has not.
    AgentsEnded,
    /// The refusal that was met stands: the conversation is still open.
    Refused,
    /// Under a forced `agent` there is nobody to disconnect.
    NoAgent,
    /// Somebody new comes as fast as the others are ended.
    Replaced,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    Opening,
    Writing(Target),
    Verifying,
    Unsettled {
        target: Target,
        since: Duration,
    },
    Doubting {
        target: Target,
        since: Duration,
    },
    /// The end was seen; what is read after it is judged all the same.
    Ended,
    Done,
}

/// What looks tell of later ones: who was seen up must be seen ended, and an older version shows nothing.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    presence: Presence,
    newest_version: u64,
}

#[derive(Debug, Clone)]
pub struct Workflow {
    strategy: Strategy,
    phase: Phase,
    presence: Presence,
    /// Agents whose disconnect was accepted.
    disconnected: BTreeSet<ParticipantId>,
    /// Agents who were connected when the first write was planned.
    first_agents: Option<BTreeSet<ParticipantId>>,
    /// Writes that were answered, conflicts and unknown answers apart.
    writes: usize,
    /// Who was there when the whole conversation was last written.
    swept: Option<BTreeSet<ParticipantId>>,
    /// Since when the agents are gone and others are not.
    agents_gone_since: Option<Duration>,
    wrote: bool,
    /// Of the versioned resource.
    newest_version: u64,
    /// When a look first showed the goal that no write of this close explains, and the record did not settle it.
    doubtful_since: Option<Duration>,
    /// The record showed somebody up who has ended by the look: it is asked again.
    is_contradicted: bool,
    /// How often the record was asked since the last write for those who are missing.
    asked: u8,
    /// Looks that were short of somebody, and no plan was made on.
    short: u8,
}

impl Workflow {
    pub fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            phase: Phase::Opening,
            presence: Presence::default(),
            disconnected: BTreeSet::new(),
            first_agents: None,
            writes: 0,
            swept: None,
            agents_gone_since: None,
            wrote: false,
            newest_version: 0,
            doubtful_since: None,
            is_contradicted: false,
            asked: 0,
            short: 0,
        }
    }

    /// What the same conversation's preparation saw counts as seen here.
    pub fn knows(&mut self, Seen { presence, newest_version }: Seen) {
        (self.presence, self.newest_version) = (presence, newest_version);
    }

    pub fn has_seen(&self) -> Seen {
        Seen { presence: self.presence.clone(), newest_version: self.newest_version }
    }

    /// Whether a write was accepted, or may have been.
    pub const fn has_written(&self) -> bool {
        self.wrote
    }

    /// Whether the last looks show an end that nothing has confirmed.
    pub const fn is_doubtful(&self) -> bool {
        self.doubtful_since.is_some()
    }

    /// Who was seen up, is not in the latest look, and was not seen ended, in words.
    pub fn missing(&self) -> Vec<String> {
        let unseen = self.presence.lacks_a_guest().then(|| "a customer (never listed)".to_string());
        self.presence.missing().map(|who| format!("{who} (no longer listed)")).chain(unseen).collect()
    }

    /// A read was answered, `now` after the start. While a write is under way, or at the end,
    /// a look changes nothing: the driver is told to read again.
    pub fn seen(&mut self, view: &View, now: Duration) -> Next {
        if matches!(self.phase, Phase::Writing(_) | Phase::Done) || self.is_old(view) {
            return Next::Read(Pause::Backoff);
        }
        self.presence.look(view);
        match self.goal(view) {
            Some(goal) => self.reached(goal, view, now),
            None => self.go_on_from(view, now),
        }
    }

    /// A version from before one that was seen, as a replica may show.
    fn is_old(&mut self, view: &View) -> bool {
        let View::Messaging(seen) = view else { return false };
        let newest = self.newest_version.max(seen.version);
        std::mem::replace(&mut self.newest_version, newest) > seen.version
    }

    /// A planned write was not sent: what it was planned on may have changed.
    pub fn withdraw(&mut self) {
        if matches!(self.phase, Phase::Writing(_)) {
            self.phase = if self.wrote { Phase::Verifying } else { Phase::Opening };
        }
    }

    /// The write under way was answered. Without one, the answer is ignored.
    pub fn answered(&mut self, answer: WriteAnswer, now: Duration) -> Next {
        let Phase::Writing(target) = self.phase.clone() else { return Next::Read(Pause::Backoff) };
        match answer {
            WriteAnswer::Accepted => self.accepted(target),
            WriteAnswer::Conflict => self.turn_to(Phase::Opening, Pause::Backoff),
            WriteAnswer::PerhapsEnded => {
                self.writes += 1;
                self.turn_to(Phase::Doubting { target, since: now }, Pause::First)
            }
            WriteAnswer::Unknown => {
                self.wrote = true;
                self.turn_to(Phase::Unsettled { target, since: now }, Pause::First)
            }
        }
    }

    fn accepted(&mut self, target: Target) -> Next {
        self.wrote = true;
        self.writes += 1;
        self.asked = 0;
        match target {
            Target::Agent(id) => drop(self.disconnected.insert(id)),
            Target::Conversation | Target::Teardown | Target::Versioned(_) => {
                self.swept = Some(self.presence.up());
            }
        }
        self.turn_to(Phase::Verifying, Pause::First)
    }

    fn turn_to(&mut self, phase: Phase, pause: Pause) -> Next {
        self.phase = phase;
        Next::Read(pause)
    }

    fn finish(&mut self, next: Next) -> Next {
        self.phase = Phase::Done;
        next
    }

    fn go_on_from(&mut self, view: &View, now: Duration) -> Next {
        self.doubtful_since = None;
        match self.phase.clone() {
            Phase::Opening | Phase::Verifying => self.plan_or_wait(view, now),
            Phase::Unsettled { target, since } => self.unsettled(view, &target, since, now),
            Phase::Doubting { target, since } => self.doubting(view, &target, since, now),
            Phase::Ended => self.reopened(view, now),
            Phase::Writing(_) | Phase::Done => Next::Read(Pause::Backoff),
        }
    }

    /// It had ended and is open again: whoever is there now is new, and has time to leave.
    fn reopened(&mut self, view: &View, now: Duration) -> Next {
        self.swept = None;
        self.agents_gone_since = None;
        self.plan_or_wait(view, now)
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

    /// A look that is short of somebody has neither his code nor what guards him.
    fn is_no_plan(&mut self, view: &View) -> bool {
        // An empty list ends nobody, and plans nothing either.
        let nobody_is_up =
            self.presence.lacks_a_guest() && view.participants().iter().all(|p| p.state.is_terminal());
        let is_short = (nobody_is_up || self.presence.missing().next().is_some())
            && !self.wrote
            && self.short < SHORT_AT_MOST;
        self.short += u8::from(is_short);
        is_short
    }

    fn plan_or_wait(&mut self, view: &View, now: Duration) -> Next {
        if self.is_no_plan(view) {
            return Next::Read(Pause::Backoff);
        }
        let Some(target) = self.target(view, now) else {
            if self.strategy == Strategy::Agent && !self.wrote {
                return self.finish(Next::NoAgent);
            }
            self.phase = Phase::Verifying;
            return Next::Read(Pause::Backoff);
        };
        if self.writes >= self.writes_at_most() {
            return self.finish(Next::Replaced);
        }
        self.phase = Phase::Writing(target.clone());
        Next::Write(target)
    }

    /// Those who were there at first are ended one by one, however many they are.
    fn writes_at_most(&self) -> usize {
        let at_first = self.first_agents.as_ref().map_or(0, BTreeSet::len);
        WRITES_AT_MOST.max(at_first + WRITES_AT_MOST - 1)
    }

    /// What to write on this look, if anything. Every look plans anew.
    fn target(&mut self, view: &View, now: Duration) -> Option<Target> {
        if let View::Messaging(seen) = view {
            return self.swept.is_none().then_some(Target::Versioned(seen.version));
        }
        self.first_agents.get_or_insert_with(|| view.connected_agents().map(|p| p.id.clone()).collect());
        match self.strategy {
            Strategy::Agent => self.next_agent(view).map(Target::Agent),
            Strategy::Conversation => self.sweep(Target::Conversation),
            Strategy::Teardown => self.sweep(Target::Teardown),
            Strategy::Auto => match self.next_agent(view) {
                Some(agent) if self.comes_too_late(&agent) => self.sweep(Target::Conversation),
                Some(agent) => Some(Target::Agent(agent)),
                None => self.rest(view, now),
            },
        }
    }

    fn next_agent(&self, view: &View) -> Option<ParticipantId> {
        view.connected_agents().map(|p| &p.id).find(|id| !self.disconnected.contains(id)).cloned()
    }

    /// An agent who came while others were ended is one of many to come.
    fn comes_too_late(&self, agent: &ParticipantId) -> bool {
        let was_there = self.first_agents.as_ref().is_some_and(|first| first.contains(agent));
        !was_there && self.writes >= ONE_BY_ONE
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
            Some(before) if self.presence.up().is_subset(before) => None,
            _ => Some(target),
        }
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
