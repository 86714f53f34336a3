//! The course of a close over any reads and answers: "closed" only on a look whose JSON shows it; a write only to what
//! that look shows, never to an agent twice after an accepted write, never after the end.
//!
//! The first line is the strategy's first letter. Then `A`, `C`, `E`, `U` answer a write (accepted, conflict, perhaps
//! ended, unknown); every other line is the body of a read.

use std::collections::BTreeSet;
use std::time::Duration;

use playwright_genesys::close::options::Strategy;
use playwright_genesys::close::state::{Next, Target, Workflow, WriteAnswer};
use serde_json::Value;

use super::conversation::{known_part, shows_the_end, view_of};
use super::json::leniently_parsed;

struct Course {
    strategy: Strategy,
    workflow: Workflow,
    writing: Option<Target>,
    accepted: BTreeSet<String>,
    may_have_written: bool,
    is_over: bool,
}

fn strategy_of(letter: &str) -> Strategy {
    match letter {
        "g" => Strategy::Agent,
        "c" => Strategy::Conversation,
        "t" => Strategy::Teardown,
        _ => Strategy::Auto,
    }
}

fn answer_of(line: &str) -> Option<WriteAnswer> {
    match line {
        "A" => Some(WriteAnswer::Accepted),
        "C" => Some(WriteAnswer::Conflict),
        "E" => Some(WriteAnswer::PerhapsEnded),
        "U" => Some(WriteAnswer::Unknown),
        _ => None,
    }
}

fn is_agent(participant: &Value) -> bool {
    let purpose = participant["purpose"].as_str().unwrap_or_default().to_ascii_lowercase();
    ["agent", "user"].contains(&purpose.as_str())
}

fn has_state(participant: &Value, states: &[&str]) -> bool {
    let state = participant["state"].as_str().unwrap_or_default().to_ascii_lowercase();
    states.contains(&state.as_str())
}

/// Under a forced `agent` the customer may stay, but somebody must have been there.
fn agents_have_left(body: &Value) -> bool {
    let participants = body["participants"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut agents = participants.iter().filter(|participant| is_agent(participant)).peekable();
    agents.peek().is_some() && agents.all(|agent| has_state(agent, &["disconnected", "terminated"]))
}

impl Course {
    fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            workflow: Workflow::new(strategy),
            writing: None,
            accepted: BTreeSet::new(),
            may_have_written: false,
            is_over: false,
        }
    }

    fn look(&mut self, body: &Value, bytes: &[u8], now: Duration) {
        let Some(view) = view_of(bytes) else { return };
        let body = &known_part(&view, body);
        let mut next = self.workflow.seen(&view, now);
        if next == Next::Confirm {
            next = self.workflow.confirmed(None, &view, now);
        }
        let shows = shows_the_end(body) || (self.strategy == Strategy::Agent && agents_have_left(body));
        if next == Next::AgentsEnded {
            assert!(
                self.strategy == Strategy::Agent && agents_have_left(body),
                "agents ended, though they are there"
            );
        }
        if matches!(next, Next::Closed | Next::AlreadyClosed) {
            assert!(shows_the_end(body), "closed, though the read does not show it");
            assert!(
                self.writing.is_none() && !self.is_over,
                "closed in the middle of a write, or after a refusal"
            );
            assert_eq!(next == Next::Closed, self.may_have_written, "who has closed it is told wrongly");
        }
        if let Next::Write(target) = &next {
            let somebody_is_missing = !self.workflow.missing().is_empty();
            assert!(
                (!shows || somebody_is_missing) && !self.is_over && self.writing.is_none(),
                "a write after the end, or within a write"
            );
            self.assert_shown(target, body);
            self.writing = Some(target.clone());
        }
        self.is_over |= matches!(next, Next::Refused | Next::NoAgent | Next::Replaced);
    }

    fn assert_shown(&self, target: &Target, body: &Value) {
        match target {
            Target::Agent(id) => {
                assert!(!self.accepted.contains(id.as_str()), "an agent is disconnected twice");
                let is_shown = |participant: &Value| {
                    participant["id"].as_str().is_some_and(|shown| shown.eq_ignore_ascii_case(id.as_str()))
                        && is_agent(participant)
                        && has_state(participant, &["connected", "parked"])
                };
                assert!(body["participants"].as_array().is_some_and(|all| all.iter().any(is_shown)));
            }
            Target::Versioned(version) => assert_eq!(body["version"].as_u64(), Some(*version)),
            Target::Teardown => assert_eq!(self.strategy, Strategy::Teardown),
            Target::Conversation => assert_ne!(self.strategy, Strategy::Agent),
        }
    }

    fn answered(&mut self, answer: WriteAnswer, now: Duration) {
        let next = self.workflow.answered(answer, now);
        assert!(matches!(next, Next::Read(_)), "an answer ended it without a look");
        let Some(target) = self.writing.take() else { return };
        self.may_have_written |= matches!(answer, WriteAnswer::Accepted | WriteAnswer::Unknown);
        if let (Target::Agent(id), WriteAnswer::Accepted) = (target, answer) {
            self.accepted.insert(id.to_string());
        }
    }
}

pub fn hold(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let mut course = Course::new(strategy_of(lines.next().unwrap_or_default()));
    for (line, step) in lines.take(40).zip(1..) {
        let now = Duration::from_millis(700 * step);
        match answer_of(line) {
            Some(answer) => course.answered(answer, now),
            None => course.look(&leniently_parsed(line.as_bytes()).unwrap_or_default(), line.as_bytes(), now),
        }
        assert_eq!(course.workflow.has_written(), course.may_have_written);
    }
}
