//! One attempt: a request leaves, an answer comes back or does not. No policy here.

use std::time::Duration;

use reqwest::header::{AGE, CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use reqwest::{RequestBuilder, Response};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use url::Url;

use super::request::Intent;
use super::retry::Outcome;
use crate::budget::Word;
use crate::model::PlatformError;
use crate::net::body::Unread;
use crate::net::{NetworkOptions, Prospect, Trouble, proxy};
use crate::recording::By;
use crate::recording::http::send;
use crate::region::Service;

/// How long a body is waited for that only decorates its status: a write's, or a refusal's.
const DECORATION_MAY_TAKE: Duration = Duration::from_secs(1);
const CORRELATION_ID: HeaderName = HeaderName::from_static("inin-correlation-id");
const SIMULATOR_CLOCK: HeaderName = HeaderName::from_static("x-simulator-clock");
/// A wait that no deadline allows.
const FOR_EVER: u64 = 366 * 86_400;

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
    /// The host that a redirect names, where it names one.
    pub redirect_host: Option<String>,
    /// `Age`: it comes from a cache, and may be as old as that.
    pub age: Option<String>,
}

/// `inin-ratelimit-*`: how much of the minute's requests is spent, and when it begins anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    pub count: u32,
    pub allowed: u32,
    pub reset_seconds: u32,
}

impl RateLimit {
    /// The same, as the budget hears it.
    pub fn word(self) -> Option<Word> {
        Word::new(self.count, self.allowed, self.reset_seconds)
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// No connection could be made: the request had no effect.
    NotSent(Trouble),
    /// The connection broke after the request left.
    Lost(Trouble),
    /// The attempt's time ran out.
    Silent,
    /// The body is longer than anything that this API answers.
    TooLong,
    /// The body is compressed.
    Encoded,
}

impl From<Unread> for Failure {
    fn from(why: Unread) -> Self {
        match why {
            Unread::Broken(cause) => Self::Lost(Trouble::of(&cause)),
            Unread::TooLong => Self::TooLong,
            Unread::Encoded => Self::Encoded,
        }
    }
}

impl Failure {
    /// Where a proxy leads to the address, its absence is told from the host's.
    pub fn towards(self, network: &NetworkOptions, address: &str) -> Self {
        let is_led = Url::parse(address).is_ok_and(|url| proxy::proxy_for(network, &url).is_some());
        match self {
            Self::NotSent(trouble) if is_led => Self::NotSent(trouble.at_proxy()),
            other => other,
        }
    }
}

impl Answer {
    pub const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// A success that says nothing of a write: the API answers JSON or nothing.
    pub fn is_a_gateways_word_on(&self, intent: Intent) -> bool {
        intent == Intent::Write && self.is_success() && self.looks_like_a_gateway_page()
    }

    /// What does not show how things are now: transformed on the way, in part, or from a cache.
    pub fn is_second_hand(&self) -> bool {
        let is_old = || self.is_success() && self.age.as_deref().is_some_and(|age| age.trim() != "0");
        matches!(self.status, 203 | 206 | 304) || is_old()
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
        Ok(answer) if intent == Intent::Read && answer.is_success() && answer.is_second_hand() => {
            Outcome::Lost
        }
        Ok(answer) => Outcome::Answered { status: answer.status, retry_after: answer.retry_after },
        Err(Failure::NotSent(Trouble { prospect: Prospect::Lasting, .. })) => Outcome::Hopeless,
        Err(Failure::NotSent(_)) => Outcome::NotSent,
        Err(Failure::Lost(_) | Failure::Silent) => Outcome::Lost,
        // Repeating would fetch the same body.
        Err(Failure::TooLong | Failure::Encoded) => Outcome::Answered { status: 200, retry_after: None },
    }
}

pub async fn attempt(request: RequestBuilder, to: Service, intent: Intent) -> Result<Answer, Failure> {
    let heard = send(request, By::Client, to).await.map_err(|cause| failure_of(&cause))?;
    let mut answer = head_of(&heard.response);
    if intent == Intent::Read && answer.is_success() {
        answer.body = unmarked(heard.read().await.map_err(Failure::from)?);
    } else if let Ok(Ok(body)) = tokio::time::timeout(DECORATION_MAY_TAKE, heard.read()).await {
        // The status says it all; a body that does not come, or does not end, takes nothing from it.
        answer.body = unmarked(body);
    }
    if answer.status == 429 && answer.retry_after.is_none() {
        let told = PlatformError::parse(&answer.body).retry_after;
        answer.retry_after = told.map(|seconds| Duration::from_secs(seconds.min(FOR_EVER)));
    }
    Ok(answer)
}

/// Some gateways write a byte order mark before JSON; whoever reads JSON may ignore it.
fn unmarked(mut body: Vec<u8>) -> Vec<u8> {
    if body.starts_with(b"\xEF\xBB\xBF") {
        body.drain(..3);
    }
    body
}

fn head_of(response: &Response) -> Answer {
    let headers = response.headers();
    let text = |name: HeaderName| text_of(headers, name);
    let date = text(DATE);
    let is_redirect = response.status().is_redirection();
    Answer {
        status: response.status().as_u16(),
        body: Vec::new(),
        correlation_id: text(CORRELATION_ID).filter(|id| is_plain_id(id)).map(str::to_string),
        retry_after: text(RETRY_AFTER).and_then(|text| wait_of(text.trim(), date)),
        date: date.map(str::to_string),
        rate_limit: rate_limit_of(headers),
        has_virtual_clock: text(SIMULATOR_CLOCK).is_some_and(|clock| clock == "virtual"),
        is_html: text(CONTENT_TYPE).is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")),
        age: text(AGE).map(str::to_string),
        redirect_host: text(LOCATION)
            .filter(|_| is_redirect)
            .and_then(|target| Url::parse(target).ok()?.host_str().map(ToString::to_string)),
    }
}

/// Documented, and not on every answer.
fn rate_limit_of(headers: &HeaderMap) -> Option<RateLimit> {
    let number = |name: &'static str| text_of(headers, HeaderName::from_static(name))?.trim().parse().ok();
    Some(RateLimit {
        count: number("inin-ratelimit-count")?,
        allowed: number("inin-ratelimit-allowed")?,
        reset_seconds: number("inin-ratelimit-reset")?,
    })
}

fn text_of(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The id is printed in errors: only what looks like one may be.
pub fn is_plain_id(text: &str) -> bool {
    text.len() <= 64 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// `Retry-After`: seconds, as the vendor sends it, or a date, as gateways may (RFC 9110). A date
/// is read by the server's clock.
fn wait_of(text: &str, date: Option<&str>) -> Option<Duration> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(FOR_EVER).min(FOR_EVER)));
    }
    let now = date.and_then(time_of).unwrap_or_else(OffsetDateTime::now_utc);
    let wait = Duration::try_from(time_of(text)? - now).unwrap_or_default();
    Some(wait.min(Duration::from_secs(FOR_EVER)))
}

fn time_of(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok()
}

fn failure_of(cause: &reqwest::Error) -> Failure {
    let trouble = Trouble::of(cause);
    if cause.is_connect() || cause.is_builder() { Failure::NotSent(trouble) } else { Failure::Lost(trouble) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_none_of_the_body() {
        assert_eq!(unmarked(b"\xEF\xBB\xBF{}".to_vec()), b"{}");
        assert_eq!(unmarked(b"\xEF\xBB{}".to_vec()), b"\xEF\xBB{}");
    }

    const NOW: Option<&str> = Some("Sun, 22 Nov 2026 10:00:00 GMT");

    #[test]
    fn retry_after_is_seconds_or_a_date_on_the_servers_clock() {
        let cases = [
            ("42", Some(42)),
            ("0", Some(0)),
            ("99999999999999999999", Some(FOR_EVER)),
            ("Sun, 22 Nov 2026 10:00:07 GMT", Some(7)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("1.5", None),
            ("", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(wait_of(text, NOW), seconds.map(Duration::from_secs), "{text:?}");
        }
    }
}
