//! One attempt: a request leaves, an answer comes back or does not. No policy here.

use std::error::Error as _;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};

use super::request::Intent;
use super::retry::Outcome;

/// The longest body that is read. A conversation with hundreds of participants stays far below.
const MAX_BODY_BYTES: usize = 4 << 20;

#[derive(Debug, Clone, Default)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub correlation_id: Option<String>,
    pub retry_after: Option<Duration>,
    /// The server's clock, as its `Date` header says.
    pub date: Option<String>,
    /// What the server says of the request budget.
    pub rate_limit: Option<RateLimit>,
    /// A simulated org whose time has nothing to do with this machine's.
    pub has_virtual_clock: bool,
    pub is_html: bool,
}

/// `inin-ratelimit-*`: how much of the minute's requests is spent, and when it begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    pub count: u32,
    pub allowed: u32,
    pub reset_seconds: u32,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No connection could be made: the request had no effect.
    NotSent(String),
    /// The connection broke, or an attempt's time ran out, after the request left.
    Lost(String),
    /// The body is longer than anything that this API answers.
    TooLong,
}

impl Answer {
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// Whether somebody between us and the API seems to have answered in its place.
    pub fn looks_like_a_gateway_page(&self) -> bool {
        let first = self.body.iter().find(|byte| !byte.is_ascii_whitespace());
        self.is_html || first == Some(&b'<')
    }
}

pub fn outcome_of(result: &Result<Answer, Failure>, intent: Intent) -> Outcome {
    match result {
        Ok(answer)
            if answer.status == 200 && intent == Intent::Read && answer.looks_like_a_gateway_page() =>
        {
            Outcome::GatewayPage
        }
        Ok(answer) => Outcome::Answered { status: answer.status, retry_after: answer.retry_after },
        Err(Failure::NotSent(_)) => Outcome::NotSent,
        Err(Failure::Lost(_)) => Outcome::Lost,
        // Repeating would fetch the same body.
        Err(Failure::TooLong) => Outcome::Answered { status: 200, retry_after: None },
    }
}

pub async fn attempt(request: RequestBuilder, intent: Intent) -> Result<Answer, Failure> {
    let response = request.send().await.map_err(|cause| failure_of(&cause))?;
    let mut answer = head_of(&response);
    match body_of(response).await {
        Ok(body) => answer.body = body,
        // A write's answer is in its status; what it says further is not decoded.
        Err(Failure::Lost(_)) if intent == Intent::Write => {}
        Err(failure) => return Err(failure),
    }
    Ok(answer)
}

fn head_of(response: &Response) -> Answer {
    let headers = response.headers();
    Answer {
        status: response.status().as_u16(),
        body: Vec::new(),
        correlation_id: text_of(headers, "ININ-Correlation-Id").filter(|id| is_plain_id(id)),
        retry_after: text_of(headers, RETRY_AFTER.as_str()).and_then(|text| seconds(&text)),
        date: text_of(headers, DATE.as_str()),
        rate_limit: rate_limit_of(headers),
        has_virtual_clock: text_of(headers, "x-simulator-clock").is_some_and(|clock| clock == "virtual"),
        is_html: text_of(headers, CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("text/html")),
    }
}

/// Documented, and not on every answer.
fn rate_limit_of(headers: &HeaderMap) -> Option<RateLimit> {
    let number = |name: &str| text_of(headers, name)?.trim().parse().ok();
    Some(RateLimit {
        count: number("inin-ratelimit-count")?,
        allowed: number("inin-ratelimit-allowed")?,
        reset_seconds: number("inin-ratelimit-reset")?,
    })
}

fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(ToString::to_string)
}

/// The id is printed in errors: only what looks like one may be.
pub fn is_plain_id(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()))
}

async fn body_of(mut response: Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|cause| Failure::Lost(root_cause(&cause)))? {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Failure::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn failure_of(cause: &reqwest::Error) -> Failure {
    let why = root_cause(cause);
    if cause.is_connect() || cause.is_builder() { Failure::NotSent(why) } else { Failure::Lost(why) }
}

/// The innermost cause: outer ones repeat addresses, which may carry a proxy's userinfo.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: Option<&dyn std::error::Error> = error.source();
    let mut innermost = None;
    while let Some(inner) = cause {
        innermost = Some(inner);
        cause = inner.source();
    }
    innermost.map_or_else(|| "the connection failed".to_string(), ToString::to_string)
}
