//! Client credentials: how a token is asked for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Client as Http;

use super::classify::{is_object, redirected};
use super::config::Config;
use super::effort::Effort;
use super::grant::Grant;
use super::request::Intent;
use super::retry::{Decision, History, Outcome};
use super::trace::{Step, Trace, millis_of};
use super::transport::{Answer, Failure, attempt, outcome_of};
use crate::error::{Error, Kind, Result};
use crate::model::OAuthError;
use crate::redacted::{Redacted, sends};
use crate::region::Service;

/// What a header can carry, many times over.
const LONGEST_TOKEN: usize = 16 * 1024;

/// The error codes of OAuth 2.0 for a token request; anything else is not repeated.
const KNOWN_ERRORS: [&str; 6] = [
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
];

/// Asks the login host for a token, repeating what may pass. What it refused with is the last
/// thing known until it gives one.
pub async fn request_token(http: &Http, config: &Config, effort: &Effort) -> Result<Grant> {
    let (id, secret) = pair(config)?;
    let base = config.base(Service::Login)?;
    let mut history = History { token_renewed: true, ..History::default() };
    sends(secret.expose());
    sends(&STANDARD.encode(format!("{id}:{}", secret.expose())));
    loop {
        history.attempts += 1;
        let form = http
            .post(format!("{base}/oauth/token"))
            .basic_auth(id, Some(secret.expose()))
            .form(&[("grant_type", "client_credentials")]);
        let mut step =
            Step { method: Some("POST".into()), path: Some("/oauth/token".into()), ..Step::now("log in") };
        let asked = attempt(form, Service::Login, Intent::Read);
        let sent = effort.deadline.bound_attempt(config.timing.attempt(), asked).await;
        let was_cut_short = sent.is_none() && effort.deadline.has_passed();
        let result =
            sent.unwrap_or(Err(Failure::Silent)).map_err(|failure| failure.towards(&config.network, &base));
        finish(&mut step, &result, history.attempts, &effort.trace);
        if was_cut_short {
            return Err(effort.deadline_error().attempts(history.attempts, effort.deadline.elapsed()));
        }
        let outcome = throttling_as_429(&result).unwrap_or_else(|| outcome_of(&result, Intent::Read));
        let judged = judge(config, result)
            .map_err(|error| error.attempts(history.attempts, effort.deadline.elapsed()));
        effort.remember(judged.as_ref().err());
        match config.retry.decide(Intent::Read, outcome, history) {
            Decision::Wait(wait) if effort.deadline.allows(wait) => {
                history.gateway_page_seen |= outcome == Outcome::GatewayPage;
                effort.deadline.sleep(wait).await;
            }
            _ => return judged,
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
    step.elapsed_ms = Some(crate::net::clock::now_ms().saturating_sub(step.at));
    step.status = result.as_ref().ok().map(|answer| answer.status);
    trace.push(step);
}

/// Too many logins come as a 400; they pass like any other limit.
fn throttling_as_429(result: &std::result::Result<Answer, Failure>) -> Option<Outcome> {
    let answer = result.as_ref().ok().filter(|answer| answer.status == 400)?;
    let error: OAuthError = serde_json::from_slice(&answer.body).ok()?;
    error.is_throttling().then_some(Outcome::Answered { status: 429, retry_after: answer.retry_after })
}

/// What the login host's answer means: a token, or the error that it stands for.
pub fn judge(config: &Config, result: std::result::Result<Answer, Failure>) -> Result<Grant> {
    let throttled = throttling_as_429(&result).is_some();
    let answer = result.map_err(no_answer)?;
    let judged =
        if answer.is_success() { granted(&answer) } else { Err(refused(config, &answer, throttled)) };
    judged.map_err(|mut error| {
        error.context.status = Some(answer.status);
        error.context.correlation_id = answer.correlation_id;
        error.context.retry_after_ms = answer.retry_after.map(millis_of);
        error
    })
}

/// A token goes into a header, and its life into a clock: only what fits there is one.
fn granted(answer: &Answer) -> Result<Grant> {
    let no_token = || {
        Error::new(Kind::Decode, "The login host's answer holds no token that can be used.")
            .hint("A proxy, or another server behind loginUrl, may have answered in its place.")
    };
    let grant = is_object(&answer.body).then(|| serde_json::from_slice::<Grant>(&answer.body));
    let grant = grant.and_then(std::result::Result::ok).ok_or_else(no_token)?;
    let token = grant.access_token.expose();
    let fits =
        !token.is_empty() && token.len() <= LONGEST_TOKEN && token.bytes().all(|b| b.is_ascii_graphic());
    if !fits {
        return Err(no_token());
    }
    Ok(grant)
}

fn no_answer(failure: Failure) -> Error {
    match failure {
        Failure::NotSent(trouble) => trouble.explain(Error::new(
            Kind::Transport,
            format!("The login host was not reached: {}.", trouble.why),
        )),
        Failure::Lost(trouble) => {
            let message = format!("The login host was asked, and the connection broke: {}.", trouble.why);
            trouble.explain(Error::new(Kind::Transport, message))
        }
        Failure::Silent => Error::new(Kind::Timeout, "The login host was asked, and did not answer in time.")
            .hint("Check the region or loginUrl, or allow more timeoutMs."),
        Failure::TooLong => Error::new(Kind::Decode, "The login host's answer is longer than 4 MiB."),
        Failure::Encoded => {
            Error::new(Kind::Decode, "The login host's answer is compressed, which was not asked for.")
        }
    }
}

fn refused(config: &Config, answer: &Answer, throttled: bool) -> Error {
    if (300..400).contains(&answer.status) {
        return redirected("The request for a token", answer);
    }
    let told: OAuthError = serde_json::from_slice(&answer.body).unwrap_or_default();
    let kind = if throttled { Kind::RateLimited } else { Kind::of_status(answer.status) };
    if kind == Kind::RateLimited {
        return Error::new(kind, "The login host throttles token requests.");
    }
    if kind == Kind::Unavailable {
        return Error::new(kind, format!("The login host answered {}.", answer.status));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_stand_in_a_header_is_no_token() {
        let granted = |body: &str| granted(&Answer { status: 200, body: body.into(), ..Answer::default() });
        assert!(granted(r#"{"access_token":"made-up","expires_in":60,"token_type":"bearer"}"#).is_ok());
        for bad in [r#""a\r\nX-Y: z""#, r#""a b""#, r#""""#, r#""caf\u00e9""#, r#""\u0000""#, "7"] {
            let error = granted(&format!(r#"{{"access_token":{bad}}}"#)).err().expect(bad);
            assert_eq!(error.message, "The login host's answer holds no token that can be used.");
        }
    }
}
