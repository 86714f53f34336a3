//! The report of a close, from what it has come to.

use std::time::Duration;

use super::driver::Closing;
use super::report::{CloseReport, Outcome, Witness, Witnesses, agents, ended};
use super::wrap_up::WrapUpOutcome;
use crate::platform::trace::millis_of;

impl Closing<'_> {
    pub(super) fn report(&self, wrap_up: WrapUpOutcome) -> CloseReport {
        let elapsed = self.call.deadline.elapsed();
        CloseReport {
            conversation_id: self.id.clone(),
            outcome: self.outcome,
            resource: self.resource,
            strategy: self.way,
            wrap_up,
            ended: ended(self.latest()),
            witnesses: Witnesses { server: self.server_witness(elapsed) },
            agents: agents(self.latest()),
            armed: None,
            requests: self.call.trace.requests(),
            elapsed_ms: millis_of(elapsed),
            steps: self.call.trace.steps(),
        }
    }

    fn server_witness(&self, elapsed: Duration) -> Witness {
        let after_ms = self.accepted_at.map(|at| millis_of(elapsed.saturating_sub(at)));
        let (saw, detail) = match self.outcome {
            Outcome::AgentsEnded => {
                ("open", format!("Every agent has left; still there: {}.", self.who_is_left()))
            }
            Outcome::Closed => {
                ("closed", format!("A read after the write shows that {}.", self.latest().end_shown()))
            }
            Outcome::AlreadyClosed => ("closed", format!("It had ended before: {}.", self.end_confirmed())),
        };
        Witness { saw, after_ms, detail }
    }

    fn end_confirmed(&self) -> String {
        if self.is_dated {
            return "its record has the time of the end".to_string();
        }
        format!("two reads, 250 ms apart, show that {}", self.latest().end_shown())
    }
}
