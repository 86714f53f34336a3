//! The guest's own history over REST, with the guest's own short-lived token.

use std::time::Duration;

use serde_json::Value;

use super::config::GuestConfig;
use super::frame::Jwt;
use super::inbox::Reading;
use crate::error::{Error, Kind, Result};
use crate::model::json;
use crate::net::{Deadline, body, http};
use crate::recording::By;
use crate::recording::http::send;
use crate::region::Service;

/// The page size of the vendor's own clients.
const PAGE_SIZE: usize = 25;
/// Documented: 10 requests a minute for each session.
const MAX_PAGES: usize = 10;

/// The vendor's clients try so often again when the service fails.
const TRIES_AGAIN: u32 = 3;

/// How much of the history is read, and why.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub pages: usize,
    pub reading: Reading,
}

impl Span {
    /// What the messenger reads by itself when it takes up a session.
    pub const TAKING_UP: Self = Self { pages: 1, reading: Reading::TakingUp };
    pub const ALL: Self = Self { pages: MAX_PAGES, reading: Reading::Asked };
}

/// All entities, newest first, up to ten pages of them.
pub async fn read(config: &GuestConfig, jwt: &Jwt, span: Span, deadline: &Deadline) -> Result<Vec<Value>> {
    let base = config.base(Service::Api)?;
    let client = http::client(&config.network, http::Transport::of(&base))?;
    let mut entities = Vec::new();
    for number in 1..=span.pages {
        let url = format!("{base}/api/v2/webmessaging/messages?pageNumber={number}&pageSize={PAGE_SIZE}");
        let mut request = client.get(url).bearer_auth(jwt.jwt.expose());
        if let Ok(address) = config.socket_address() {
            request = request.header("Origin", config.origin(&address));
        }
        let pause = config.history_pause();
        let page = match span.reading {
            Reading::TakingUp => deadline.bound(stubborn(request, pause)).await,
            Reading::Asked => deadline.bound(page_of(request)).await,
        };
        let page = page.ok_or_else(late)??;
        let count = page["pageCount"].as_u64().unwrap_or(1);
        entities.extend(page["entities"].as_array().cloned().unwrap_or_default());
        if number as u64 >= count {
            break;
        }
    }
    Ok(entities)
}

/// Nobody repeats the read of a session that is taken up, so a passing failure is waited out.
async fn stubborn(request: reqwest::RequestBuilder, pause: Duration) -> Result<Value> {
    for tried in 0..TRIES_AGAIN {
        let Some(attempt) = request.try_clone() else { break };
        match page_of(attempt).await {
            Err(error) if matches!(error.context.status, Some(500 | 502..=504)) => {
                tokio::time::sleep(pause * 3_u32.pow(tried)).await;
            }
            done => return done,
        }
    }
    page_of(request).await
}

async fn page_of(request: reqwest::RequestBuilder) -> Result<Value> {
    let answer = send(request, By::Guest, Service::Api).await.map_err(|_| {
        Error::new(Kind::Transport, "The guest's history could not be read: no connection, or it broke.")
    })?;
    let status = answer.response.status().as_u16();
    if !answer.response.status().is_success() {
        answer.leave();
        return Err(refused(status));
    }
    let unusable = |why: &str| Error::new(Kind::Decode, format!("The guest's history {why}."));
    let body = answer.read().await.map_err(|why| match why {
        body::Unread::Broken(_) => {
            Error::new(Kind::Transport, "The guest's history could not be read: the connection broke.")
        }
        body::Unread::TooLong => unusable("is longer than 4 MiB"),
        body::Unread::Encoded => unusable("came compressed, which was not asked for"),
    })?;
    json::read_bytes(&body).map_err(|_| unusable("is not as expected"))
}

fn refused(status: u16) -> Error {
    let kind = match status {
        401 | 403 => Kind::Unauthorized,
        404 => Kind::NotFound,
        429 => Kind::RateLimited,
        500..=599 => Kind::Unavailable,
        _ => Kind::Rejected,
    };
    let how = if (300..400).contains(&status) { ", a redirect, which was not followed" } else { "" };
    let mut error = Error::new(kind, format!("The guest's history was refused with {status}{how}."));
    error.context.status = Some(status);
    error
}

fn late() -> Error {
    Error::new(Kind::Timeout, "The guest's history was not answered in time.")
}
