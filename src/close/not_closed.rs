//! The errors of a close that did not come to its end.

use crate::error::{Error, Kind};
use crate::platform::trace::millis_of;

/// A write was accepted, and the conversation was seen open afterwards.
pub fn still_open(left: &str, after: std::time::Duration) -> Error {
    let millis = millis_of(after);
    if left == "nobody" {
        let seen = "no read has proved its end: the last one shows nobody, and may be older than the close";
        return Error::new(
            Kind::NotClosed,
            format!("The API accepted the close, but {millis} ms later {seen}."),
        )
        .hint("Look at the conversation's version and record, or allow more timeoutMs.");
    }
    let message =
        format!("The API accepted the close, but {millis} ms later the conversation is still open: {left}.");
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
pub fn no_agent(left: &str) -> Error {
    let message = format!("There is no connected agent to disconnect: {left}.");
    Error::new(Kind::NotClosed, message).hint(
        "An agent who is only alerting would make the queue offer the conversation again. Use strategy 'auto' or \
         'conversation'.",
    )
}

/// Every agent who is ended is replaced by another.
pub fn replaced(left: &str) -> Error {
    let message = format!(
        "Somebody new comes as fast as the others are ended, and writes do not help: still there: {left}."
    );
    Error::new(Kind::NotClosed, message).hint(
        "The queue offers the conversation again, to agents who answer at once, or a flow transfers it. Take them off \
         the queue, or use strategy 'teardown'.",
    )
}

/// It was found, and is not any more.
pub fn gone(missing: Error, has_written: bool) -> Error {
    let message = if has_written {
        "The conversation was there, and is gone since the write: whether it was ended cannot be seen."
    } else {
        "The conversation was there, and is gone; nothing was written."
    };
    Error { message: message.to_string(), ..missing }
        .hint("Its id was right. The org may have deleted it, or moved it to a division that the token does not see.")
}

/// A look shows the end, nothing of ours explains it, and nothing else has shown it.
pub fn not_confirmed(left: &str) -> Error {
    let left = if left == "nobody" { String::new() } else { format!("; still there: {left}") };
    let message =
        format!("A read shows that the conversation has ended, and nothing has confirmed it in time{left}.");
    Error::new(Kind::Timeout, message).hint(
        "One read may be old, or its list not whole: allow more timeoutMs, or hold it against the conversation's own \
         record, GET /api/v2/conversations/{id}.",
    )
}
