//! Token, API, organization, clock, budget.

use super::answers::{is_silence, plain, trouble};
use crate::doctor::finding::{Check, Finding};
use crate::doctor::observed::{Clock, Login, Observed, Org, Owner};
use crate::error::{Error, Kind};
use crate::model::conversation::{Named, TokenInfo};
use crate::platform::RateLimit;

/// Headers tell whole seconds, and an answer is on its way for a while.
const TOLERATED_SKEW_SECONDS: u64 = 30;
/// From which part of the budget on it is worth a warning, in percent.
const NEARLY_SPENT_PERCENT: u64 = 90;
const FRESH_TOKEN: &str =
    "Get a fresh access token, or give clientId and clientSecret, so that it can be renewed.";

pub fn judge(observed: &Observed) -> Vec<Finding> {
    let token = token(observed);
    match &observed.org {
        Some(org) => vec![token, api(org), organization(org), clock(org), rate_limit(org)],
        None => vec![token],
    }
}

fn token(observed: &Observed) -> Finding {
    let check = Check::Token;
    let owner = observed.org.as_ref().map(|org| &org.owner);
    if let Some(Err(error)) = owner
        && error.kind == Kind::Unauthorized
    {
        let source = match &observed.login {
            Login::Given { source } | Login::LoggedIn { source } => source.as_str(),
            _ => "nowhere",
        };
        return Finding::failed(
            check,
            format!(
                "The API refused the access token (401): it is unknown, revoked or expired; it came from {source}."
            ),
            FRESH_TOKEN,
        );
    }
    match &observed.login {
        Login::NoCredentials => {
            Finding::skipped(check, "No credentials were given: only what is public was looked at.")
        }
        Login::HalfAPair(source) => Finding::failed(
            check,
            format!("Half of the credentials is missing: {source}."),
            "Set both of a pair, or none of them.",
        ),
        Login::Given { source } => {
            Finding::ok(check, format!("An access token was given; it came from {source}."))
        }
        Login::LoggedIn { source } => {
            Finding::ok(check, format!("An access token was got; the credentials came from {source}."))
        }
        Login::Refused(error) => refused(error),
    }
}

fn refused(error: &Error) -> Finding {
    const WAIT: &str =
        "Wait a minute; let parallel processes share one token instead of logging in one by one.";
    const REACH: &str =
        "Check the region (or loginUrl), and whether this machine needs a proxy (HTTPS_PROXY, caFile).";
    let check = Check::Token;
    match error.kind {
        Kind::RateLimited => Finding::failed(check, error.message.as_str(), WAIT),
        Kind::Timeout => Finding::failed(check, "The login host did not answer in time.", REACH),
        _ => Finding::error(check, error, REACH),
    }
}

fn api(org: &Org) -> Finding {
    let check = Check::Api;
    match &org.owner {
        Ok(Owner { info: TokenInfo { organization: None, oauth_client: None, .. }, .. }) => Finding::warning(
            check,
            "The API answers, and tells nothing of the token: neither its organization nor its OAuth client.",
            "Check the region (or apiUrl): something else may answer in the API's place.",
        ),
        Ok(_) => Finding::ok(check, "The API answers, and takes the token."),
        Err(error) if matches!(error.kind, Kind::Unauthorized | Kind::RateLimited) => {
            Finding::ok(check, "The API answers.")
        }
        Err(error) => trouble(check, "tell whose token this is", error),
    }
}

fn organization(org: &Org) -> Finding {
    let check = Check::Organization;
    let Ok(Owner { info: TokenInfo { organization, oauth_client, .. }, .. }) = &org.owner else {
        return Finding::skipped(check, "Not looked at: the API did not tell whose token this is.");
    };
    let Some(organization) = organization else {
        return Finding::skipped(check, "The API does not tell the organization of this token.");
    };
    let client =
        oauth_client.as_ref().map(|client| format!(", OAuth client {}", shown(client))).unwrap_or_default();
    Finding::ok(check, format!("The organization is {}{client}.", shown(organization)))
}

fn shown(named: &Named) -> String {
    match &named.name {
        Some(name) => format!("\"{}\" ({})", plain(name), plain(&named.id)),
        None => plain(&named.id),
    }
}

fn clock(org: &Org) -> Finding {
    let check = Check::Clock;
    let Ok(owner) = &org.owner else {
        return Finding::skipped(check, "Not looked at: the API did not tell its time.");
    };
    match owner.clock {
        Clock::Virtual => Finding::skipped(check, "A simulated org has a time of its own."),
        Clock::Untold => Finding::skipped(check, "The API did not tell its time."),
        Clock::Ahead(seconds) if seconds.unsigned_abs() <= TOLERATED_SKEW_SECONDS => {
            Finding::ok(check, "This machine's clock agrees with the API's.")
        }
        Clock::Ahead(seconds) => Finding::warning(
            check,
            format!(
                "This machine's clock is {} {} the API's.",
                length(seconds.unsigned_abs()),
                if seconds > 0 { "behind" } else { "ahead of" }
            ),
            "Set the clock, or let it be synchronised (NTP).",
        ),
    }
}

fn length(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} seconds"),
        120..=7_199 => format!("{} minutes", (seconds + 30) / 60),
        7_200..=172_799 => format!("{} hours", (seconds + 1_800) / 3_600),
        _ => format!("{} days", (seconds + 43_200) / 86_400),
    }
}

fn rate_limit(org: &Org) -> Finding {
    let check = Check::RateLimit;
    const FIX: &str =
        "Wait until the minute is over, make fewer requests at a time, or have the limit raised.";
    if org.is_spent() {
        return Finding::failed(check, "The request budget of this minute is spent (429).", FIX);
    }
    let limit = match &org.owner {
        Err(error) if is_silence(error.kind) => {
            return Finding::skipped(check, "Not looked at: the API did not answer.");
        }
        Err(_) => return Finding::skipped(check, "The API told nothing of its limits."),
        Ok(owner) => owner.rate_limit,
    };
    let Some(RateLimit { count, allowed, reset_seconds }) = limit else {
        return Finding::skipped(check, "The API told nothing of its limits.");
    };
    let spent = format!("{count} of {allowed} requests of this minute are spent");
    if u64::from(count) * 100 >= u64::from(allowed) * NEARLY_SPENT_PERCENT {
        return Finding::warning(check, format!("{spent}; it begins anew in {reset_seconds} s."), FIX);
    }
    Finding::ok(check, format!("{spent}."))
}
