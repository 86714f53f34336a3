//! The errors of a close that did not come to its end.

use crate::error::{Error, Kind};
use crate::platform::trace::millis_of;

use super::view::View;

/// A write was accepted, and the conversation was seen open afterwards.
pub fn still_open(view: &View, after: std::time::Duration) -> Error {
    let message = format!(
        "The API accepted the close, but {} ms later the conversation is still open: {}.",
        millis_of(after),
        view.who_is_left()
    );
    Error::new(Kind::NotClosed, message).hint(
        "A success answer is a claim, not a proof. Look at who is left: a bot or flow may have taken over, or the \
         queue has routed the conversation again.",
    )
}

/// A write was accepted, and nothing was seen of its effect before time was over.
pub fn not_looked_at(elapsed: std::time::Duration) -> Error {
    let message = format!(
        "The API accepted the close, and no read was answered afterwards; time was over after {} ms.",
        millis_of(elapsed)
    );
    Error::new(Kind::Timeout, message)
        .hint("Look at the conversation before closing it again, or allow more timeoutMs.")
}

/// Under a forced `agent`, nobody can be disconnected.
pub fn no_agent(view: &View) -> Error {
    let message = format!("There is no connected agent to disconnect: {}.", view.who_is_left());
    Error::new(Kind::NotClosed, message).hint(
        "An agent who is only alerting would make the queue offer the conversation again. Use strategy 'auto' or \
         'conversation'.",
    )
}
