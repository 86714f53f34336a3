//! What the answer to a question means, whatever was asked.

use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::Org;
use crate::doctor::role;
use crate::error::{Error, Kind};

/// A server may name as many as it likes.
const MOST_NAMED: usize = 5;
const LONGEST_SHOWN: usize = 100;

/// What is everybody's trouble is told once, by `token`, `api` or `rate-limit`; here it is
/// `None` where the trouble belongs to this one question.
pub fn shared_trouble(org: &Org, check: Check, error: &Error) -> Option<Finding> {
    let is_refused = |kind| org.owner.as_ref().is_err_and(|owner: &Error| owner.kind == kind);
    let no_answer = org.owner.as_ref().is_err_and(|owner| is_silence(owner.kind));
    match error.kind {
        Kind::Unauthorized => {
            Some(Finding::skipped(check, "Not looked at: the API refused the access token."))
        }
        Kind::RateLimited => Some(Finding::skipped(check, "Not looked at: the request budget is spent.")),
        kind if is_silence(kind) && no_answer => {
            Some(Finding::skipped(check, "Not looked at: the API did not answer."))
        }
        kind if kind == Kind::Decode && is_refused(Kind::Decode) => {
            Some(Finding::skipped(check, "Not looked at: something else answered in the API's place."))
        }
        _ => None,
    }
}

/// No word of the API itself.
pub const fn is_silence(kind: Kind) -> bool {
    matches!(kind, Kind::Timeout | Kind::Transport | Kind::Unavailable)
}

/// Whether the API itself refused: its errors have a code, a gateway's page has none.
pub const fn is_of_the_api(error: &Error) -> bool {
    error.context.genesys_code.is_some()
}

/// A refusal that says what is missing; a 403 may also mean that the conversation is over.
pub fn lacks_a_right(error: &Error) -> bool {
    let code = error.context.genesys_code.as_deref();
    error.kind == Kind::Forbidden && code.is_some_and(|code| code != "not.authorized")
}

/// The permissions that the server named, else those that are documented.
pub fn missing_right(check: Check, what: &str, error: &Error) -> Finding {
    let named = match error.context.permissions.as_slice() {
        [] => "a permission that the answer does not name".to_string(),
        names => names[..names.len().min(MOST_NAMED)].join(" or "),
    };
    Finding::failed(check, format!("The token may not {what}: it lacks {named}."), role::grant(check, &named))
}

/// Anything else: in the error's words, without its time.
pub fn trouble(check: Check, what: &str, error: &Error) -> Finding {
    if error.kind == Kind::Timeout {
        let fix = "Look at what keeps the answer from coming, or allow more timeoutMs.";
        return Finding::failed(check, format!("The API did not answer in time when asked to {what}."), fix);
    }
    let support = match &error.context.correlation_id {
        Some(id) => {
            format!("Run doctor again; if it stays, the vendor's support asks for its correlation id: {id}.")
        }
        None => "Run doctor again.".to_string(),
    };
    Finding::error(check, error, &support)
}

/// The server's words: one line, and not long.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_SHOWN).collect()
}
