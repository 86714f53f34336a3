//! One operation's time, what it has done, and the last refusal that it met.

use std::sync::{Mutex, PoisonError};

use super::trace::{Trace, millis_of};
use crate::error::{Error, Kind};
use crate::net::Deadline;

pub struct Effort {
    pub deadline: Deadline,
    pub trace: Trace,
    /// What is known when the deadline passes.
    last: Mutex<Option<Error>>,
}

impl Effort {
    pub fn new(deadline: Deadline, trace: Trace) -> Self {
        Self { deadline, trace, last: Mutex::default() }
    }

    /// The error at the deadline: the last thing known, else that nothing was answered.
    pub fn deadline_error(&self) -> Error {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut error = last.filter(Error::is_retryable).unwrap_or_else(|| {
            let message = format!("No answer was whole within {} ms.", millis_of(self.deadline.elapsed()));
            Error::new(Kind::Timeout, message)
                .hint("Check that the hosts can be reached, or allow more timeoutMs.")
        });
        error.context.attempts =
            error.context.attempts.max(self.trace.attempts_of_last_request(error.context.status));
        error.took(self.deadline.elapsed())
    }

    /// Keeps a refusal as the last thing known; an answer clears it.
    pub fn remember(&self, refusal: Option<&Error>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = refusal.cloned();
    }
}
