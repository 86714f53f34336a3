//! Client credentials: how a token is asked for.

use std::time::Duration;

use reqwest::Client as Http;
use serde::Deserialize;

use super::classify::explained;
use super::config::Config;
use super::request::Intent;
use super::retry::{Decision, History, Outcome};
use super::trace::{Step, Trace, millis_of};
use super::transport::{Answer, Failure, attempt, outcome_of};
use crate::error::{Error, Kind, Result};
use crate::model::OAuthError;
use crate::net::Deadline;
use crate::redacted::Redacted;
use crate::region::Service;

/// How long one token request may take.
const ATTEMPT_LIMIT: Duration = Duration::from_secs(16);

/// The error codes of OAuth 2.0 for a token request; anything else is not repeated.
const KNOWN_ERRORS: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

#[derive(Deserialize)]
pub struct Grant {
    pub access_token: Redacted<String>,
    /// Seconds.
    #[serde(default = "a_day")]
    pub expires_in: u64,
}

/// The vendor's default life of a token.
const fn a_day() -> u64 {
    86_400
}

/// Asks the login host for a token, repeating what may pass.
pub async fn request_token(
    http: &Http,
    config: &Config,
    deadline: &Deadline,
    trace: &Trace,
) -> Result<Grant> {
    let (id, secret) = pair(config)?;
    let url = format!("{}/oauth/token", config.base(Service::Login)?);
    let mut history = History { token_renewed: true, ..History::default() };
    loop {
        history.attempts += 1;
        let form = http
            .post(&url)
            .basic_auth(id, Some(secret.expose()))
            .form(&[("grant_type", "client_credentials")]);
        let mut step =
            Step { method: Some("POST".into()), path: Some("/oauth/token".into()), ..Step::now("log in") };
        let sent = deadline.bound_attempt(ATTEMPT_LIMIT, attempt(form, Intent::Read)).await;
        let result = sent.unwrap_or_else(|| Err(Failure::Lost("no answer in time".into())));
        finish(&mut step, &result, history.attempts, trace);
        let outcome = throttling_as_429(&result).unwrap_or_else(|| outcome_of(&result, Intent::Read));
        match config.retry.decide(Intent::Read, outcome, history) {
            Decision::Wait(wait) if deadline.allows(wait) => deadline.sleep(wait).await,
            _ => {
                return judge(config, result, deadline)
                    .map_err(|error| error.attempts(history.attempts, deadline.elapsed()));
            }
        }
    }
}

fn pair(config: &Config) -> Result<(&str, &Redacted<String>)> {
    match (&config.client_id, &config.client_secret) {
        (Some(id), Some(secret)) => Ok((id, secret)),
        _ => Err(Error::new(Kind::InvalidInput, "No credentials were given.").hint(
            "Set clientId and clientSecret (or GENESYSCLOUD_OAUTHCLIENT_ID and _SECRET), or accessToken, \
             or spread a simulator's connection.",
        )),
    }
}

fn finish(step: &mut Step, result: &std::result::Result<Answer, Failure>, attempts: u32, trace: &Trace) {
    let mut step = std::mem::take(step);
    step.attempt = Some(attempts);
    step.elapsed_ms = Some(super::trace::epoch_ms().saturating_sub(step.at));
    step.status = result.as_ref().ok().map(|answer| answer.status);
    trace.push(step);
}

/// Too many logins come as a 400; they pass like any other limit.
fn throttling_as_429(result: &std::result::Result<Answer, Failure>) -> Option<Outcome> {
    let answer = result.as_ref().ok().filter(|answer| answer.status == 400)?;
    let error: OAuthError = serde_json::from_slice(&answer.body).ok()?;
    error.is_throttling().then_some(Outcome::Answered { status: 429, retry_after: answer.retry_after })
}

fn judge(
    config: &Config,
    result: std::result::Result<Answer, Failure>,
    deadline: &Deadline,
) -> Result<Grant> {
    let throttled = throttling_as_429(&result).is_some();
    let answer = result.map_err(|failure| no_answer(&failure, deadline))?;
    if answer.is_success() {
        return serde_json::from_slice(&answer.body)
            .map_err(|_| Error::new(Kind::Decode, "The login host's answer holds no token."));
    }
    let mut error = refused(config, &answer, throttled);
    error.context.status = Some(answer.status);
    error.context.correlation_id = answer.correlation_id;
    error.context.retry_after_ms = answer.retry_after.map(millis_of);
    Err(error)
}

fn no_answer(failure: &Failure, deadline: &Deadline) -> Error {
    if deadline.has_passed() && matches!(failure, Failure::Lost(_)) {
        let message = "The login host gave no answer before the deadline.";
        return Error::new(Kind::Timeout, message)
            .hint("Check the region or loginUrl, or allow more timeoutMs.");
    }
    let why = match failure {
        Failure::NotSent(why) | Failure::Lost(why) => why.as_str(),
        Failure::TooLong => "its answer is too long",
    };
    explained(Error::new(Kind::Transport, format!("The login host gave no token: {why}.")))
}

fn refused(config: &Config, answer: &Answer, throttled: bool) -> Error {
    let told: OAuthError = serde_json::from_slice(&answer.body).unwrap_or_default();
    if throttled || answer.status == 429 {
        return Error::new(Kind::RateLimited, "The login host throttles token requests.");
    }
    if answer.status >= 500 {
        return Error::new(Kind::Unavailable, format!("The login host answered {}.", answer.status));
    }
    let source = config.credential_source.as_deref().unwrap_or("the options clientId and clientSecret");
    let code = told.error.filter(|code| KNOWN_ERRORS.contains(&code.as_str()));
    if code.is_none() && answer.status != 401 {
        let message = format!("The login host answered {}, and not as an OAuth host does.", answer.status);
        return Error::new(Kind::Rejected, message)
            .hint("A proxy, or another server behind loginUrl, may have answered in its place.");
    }
    let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
    let message = format!("The login host refused the client credentials{code}; they came from {source}.");
    Error::new(Kind::CredentialsRejected, message).hint(
        "Check id and secret, and that the client belongs to this region: a wrong region looks the same.",
    )
}
