//! Errors of the guest's service, in the kinds of this crate.

use super::frame::{Body, Frame};
use super::state::Over;
use crate::error::{Effect, Error, Kind};

/// The error that a frame reports, if it does.
pub fn of_frame(frame: &Frame) -> Option<Error> {
    let code = frame.error_code()?;
    Some(as_told(of_code(code, text_of(frame)), code, frame))
}

/// The same where it answers a message: of that, 409 says that the session is read-only.
pub fn of_message(frame: &Frame) -> Option<Error> {
    match frame.error_code()? {
        409 => Some(as_told(read_only(), 409, frame)),
        _ => of_frame(frame),
    }
}

fn as_told(mut error: Error, code: i64, frame: &Frame) -> Error {
    error.context.genesys_code = Some(code.to_string());
    error.context.status = u16::try_from(frame.code).ok().filter(|status| (100..600).contains(status));
    if let Body::TooManyRequests { retry_after_seconds, .. } = &frame.body {
        error.context.retry_after_ms = retry_after_seconds.map(|seconds| seconds.saturating_mul(1_000));
    }
    error
}

/// Only the start of a text decides, and none of it is repeated in an error.
fn text_of(frame: &Frame) -> &str {
    match &frame.body {
        Body::Refusal(text) => text,
        _ => "",
    }
}

fn of_code(code: i64, text: &str) -> Error {
    match code {
        4006 => expired(),
        4007 => Error::new(Kind::SessionClosed, "The service does not know this guest's session (4007)."),
        401 => Error::new(Kind::SessionRefused, "The guest is not authorised (401)."),
        403 if text.starts_with("Session authentication failed")
            || text.starts_with("Try to authenticate") =>
        {
            Error::new(Kind::SessionRefused, "The guest's session could not be authenticated (403).")
        }
        403 if text.contains("Clear") => {
            Error::new(Kind::Rejected, "The deployment does not let guests clear the conversation (403).")
                .hint("Switch on conversationClear in the Messenger configuration.")
        }
        403 => Error::new(Kind::Rejected, "The deployment does not allow this (403).")
            .hint("A feature of the Messenger configuration is off."),
        408 => Error::new(Kind::Unavailable, "The guest's service answered that it timed out (408).")
            .effect(Effect::Unknown),
        429 | 4029 => {
            Error::new(Kind::RateLimited, format!("The guest's service is asked too often ({code})."))
        }
        4011 => Error::new(Kind::Rejected, "The message is too long for the service (4011)."),
        4013 => Error::new(Kind::Rejected, "The attributes are too large for the service (4013)."),
        500..=599 | 5000 => Error::new(Kind::Unavailable, format!("The guest's service failed ({code})."))
            .effect(Effect::Unknown),
        _ => Error::new(Kind::Rejected, format!("The guest's service refused the request ({code}).")),
    }
}

pub fn read_only() -> Error {
    Error::new(Kind::Rejected, "The conversation has ended and the guest can write no more: read-only (409).")
        .hint("guest.startNew() begins another conversation.")
}

fn expired() -> Error {
    Error::new(Kind::SessionExpired, "The guest's session has expired.")
        .hint("guest.startNew() begins another conversation.")
}

/// Why a session that is over does nothing more.
pub fn of_over(over: Over) -> Error {
    match over {
        Over::Expired => expired(),
        Over::Refused => Error::new(Kind::SessionClosed, "The server refused the guest's session: refused."),
        Over::Cleared => Error::new(Kind::SessionClosed, "The guest cleared the conversation: cleared.")
            .hint("guest.startNew() begins another conversation."),
        Over::Displaced => Error::new(
            Kind::SessionClosed,
            "The server dropped this connection for another one of the same guest: displaced.",
        )
        .hint("A guest token carries at most three connections."),
        Over::Closed | Over::Lost => {
            Error::new(Kind::SessionClosed, format!("The guest's session is {}.", over.word()))
        }
        Over::Disposed => {
            Error::new(Kind::InvalidInput, "This guest was disposed of and can do nothing more.")
        }
    }
}

/// The upgrade was answered with a status instead of a socket.
pub fn of_upgrade(status: u16, deployment: &str, origin: &str) -> Error {
    let mut error = match status {
        403 => Error::new(
            Kind::SessionRefused,
            format!("The guest's connection was refused with 403: deployment {deployment}, origin '{origin}'."),
        )
        .hint("The deployment must exist in this region and be active, and its allowed domains must contain the origin."),
        429 => Error::new(Kind::RateLimited, "The guest's connection was refused with 429: too many connections."),
        500..=599 => Error::new(Kind::Unavailable, format!("The guest's service answered {status} to the connection.")),
        _ => Error::new(Kind::SessionRefused, format!("The guest's connection was refused with {status}.")),
    };
    error.context.status = Some(status);
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_the_same_in_a_frame_and_in_an_answer_has_one_kind() {
        for code in [408_u16, 429, 500, 503] {
            assert_eq!(of_code(code.into(), "").kind, Kind::of_status(code), "{code}");
        }
    }
}
