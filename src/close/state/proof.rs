//! What a look proves, alone, with the looks before it, or with the conversation's own record.

use std::time::Duration;

use super::{ASKED_AT_MOST, LOOKS_APART, Next, Pause, Phase, Workflow};
use crate::close::options::Strategy;
use crate::close::presence::{Record, Somebody};
use crate::close::view::View;

impl Workflow {
    /// The record was asked because of this look: what it says, or nothing where there is none.
    pub fn confirmed(&mut self, record: Option<&Record>, view: &View, now: Duration) -> Next {
        self.asked += 1;
        match record {
            Some(record) => self.presence.hear(record),
            None => self.asked = ASKED_AT_MOST,
        }
        match self.goal(view).filter(|goal| !self.is_missed(goal)) {
            Some(goal) if self.wrote || record.is_some_and(|record| record.shows_the_end_of(view)) => {
                self.phase = Phase::Ended;
                goal
            }
            Some(_) => {
                self.doubtful_since.get_or_insert(now);
                self.is_contradicted = record.is_some_and(|record| record.up().next().is_some());
                Next::Read(Pause::Apart)
            }
            None => self.go_on_from(view, now),
        }
    }

    /// The record was read for another reason, before a write.
    pub fn learn(&mut self, record: &Record) {
        self.presence.hear(record);
    }

    /// The record was read for another reason, after the end: what to do first, where it shows somebody up.
    pub fn heard(&mut self, record: &Record, view: &View, now: Duration) -> Option<Next> {
        self.presence.hear(record);
        let matters = |who: &Somebody| self.strategy != Strategy::Agent || who.is_agent();
        if self.presence.missing().any(matters) {
            return Some(self.go_on_from(view, now));
        }
        record.up().any(matters).then_some(Next::Read(Pause::Backoff))
    }

    /// What this look shows reached, whoever is missing from it apart.
    pub(super) fn goal(&self, view: &View) -> Option<Next> {
        let agents_ended = self.strategy == Strategy::Agent && agents_have_ended(view);
        match view.has_ended() {
            // Under a forced `agent` the customer may stay, also one who is not listed.
            true if agents_ended && self.is_missed(&Next::Closed) => Some(Next::AgentsEnded),
            true => Some(if self.wrote { Next::Closed } else { Next::AlreadyClosed }),
            false => agents_ended.then_some(Next::AgentsEnded),
        }
    }

    /// Whether somebody whom the goal needs to have ended is missing from the look.
    fn is_missed(&self, goal: &Next) -> bool {
        let counts = |p: &Somebody| *goal != Next::AgentsEnded || p.is_agent();
        self.presence.missing().any(counts) || *goal != Next::AgentsEnded && self.presence.lacks_a_guest()
    }

    /// A write of ours explains an end. Without one, and for those who are missing, one look is not enough.
    pub(super) fn reached(&mut self, goal: Next, view: &View, now: Duration) -> Next {
        if self.is_missed(&goal) {
            return if self.asked < ASKED_AT_MOST { Next::Confirm } else { self.go_on_from(view, now) };
        }
        let is_first = self.doubtful_since.is_none() || self.is_contradicted;
        if !self.wrote && is_first && goal == Next::AlreadyClosed {
            return Next::Confirm;
        }
        let since = *self.doubtful_since.get_or_insert(now);
        if !self.wrote && now.saturating_sub(since) < LOOKS_APART {
            return Next::Read(Pause::Apart);
        }
        self.phase = Phase::Ended;
        goal
    }
}

/// Somebody must have been there.
fn agents_have_ended(view: &View) -> bool {
    let mut agents = view.agents().peekable();
    agents.peek().is_some() && agents.all(|p| p.state.is_terminal())
}

#[cfg(test)]
#[path = "proof_tests.rs"]
mod tests;
