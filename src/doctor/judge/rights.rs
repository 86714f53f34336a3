//! Rights, by the answer to an id that nobody has: 404 where the right is there, 403 where it is
//! missing (measured for reads of messages, likely for the others). Whoever answers it with a
//! success, or with a 404 that is not the API's own, has looked at no right.

use super::answers::{is_of_the_api, lacks_a_right, missing_right, shared_trouble, trouble};
use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::Org;
use crate::error::{Error, Kind};

const NOT_TRIED: &str = "Only a write shows this right, and writes were not to be tried (probeWrites).";

pub fn judge(org: &Org) -> Vec<Finding> {
    vec![
        right(org, Check::ReadConversations, "read conversations", Some(&org.read)),
        right(org, Check::FindByMessage, "look up messages", Some(&org.find)),
        right(org, Check::Disconnect, "disconnect conversations", org.disconnect.as_ref()),
        right(org, Check::WrapUp, "wrap up for agents", org.wrap_up.as_ref()),
    ]
}

fn right(org: &Org, check: Check, what: &str, answer: Option<&Result<u16, Error>>) -> Finding {
    let error = match answer {
        None => return Finding::skipped(check, NOT_TRIED),
        Some(Ok(status)) => return undecided(check, what, *status),
        Some(Err(error)) => error,
    };
    if let Some(finding) = shared_trouble(org, check, error) {
        return finding;
    }
    match error.kind {
        Kind::NotFound if is_of_the_api(error) && !misses_everything(org) => {
            Finding::ok(check, format!("The token may {what}."))
        }
        Kind::Forbidden if lacks_a_right(error) => missing_right(check, what, error),
        Kind::NotFound | Kind::Forbidden | Kind::Rejected | Kind::Conflict => {
            undecided(check, what, error.context.status.unwrap_or_default())
        }
        _ => trouble(check, what, error),
    }
}

fn undecided(check: Check, what: &str, status: u16) -> Finding {
    let detail = format!(
        "An id that nobody has was answered {status}, which does not say whether the token may {what}."
    );
    Finding::skipped(check, detail)
}

/// A 404 for what every token has, too: nobody here knows the API's paths.
fn misses_everything(org: &Org) -> bool {
    org.owner.as_ref().is_err_and(|error| error.kind == Kind::NotFound)
}
