//! The guest's own history over REST, with the guest's own short-lived token.

use serde_json::Value;

use super::config::GuestConfig;
use super::frame::Jwt;
use crate::error::{Error, Kind, Result};
use crate::net::{Deadline, http};
use crate::region::Service;

/// The page size of the vendor's own clients.
const PAGE_SIZE: usize = 25;
/// Documented: 10 requests a minute for each session.
const MAX_PAGES: usize = 10;

/// All entities, newest first, up to ten pages of them.
pub async fn read(config: &GuestConfig, jwt: &Jwt, pages: usize, deadline: &Deadline) -> Result<Vec<Value>> {
    let base = config.base(Service::Api)?;
    let client = http::client(&config.network, http::Transport::of(&base))?;
    let mut entities = Vec::new();
    for number in 1..=pages.min(MAX_PAGES) {
        let url = format!("{base}/api/v2/webmessaging/messages?pageNumber={number}&pageSize={PAGE_SIZE}");
        let mut request = client.get(url).bearer_auth(jwt.jwt.expose());
        if let Ok(address) = config.socket_address() {
            request = request.header("Origin", config.origin(&address));
        }
        let page = deadline.bound(page_of(request)).await.ok_or_else(late)??;
        let count = page["pageCount"].as_u64().unwrap_or(1);
        entities.extend(page["entities"].as_array().cloned().unwrap_or_default());
        if number as u64 >= count {
            break;
        }
    }
    Ok(entities)
}

async fn page_of(request: reqwest::RequestBuilder) -> Result<Value> {
    let answer = request.send().await.map_err(|_| {
        Error::new(Kind::Transport, "The guest's history could not be read: no connection, or it broke.")
    })?;
    let status = answer.status().as_u16();
    if !answer.status().is_success() {
        return Err(refused(status));
    }
    answer.json().await.map_err(|_| Error::new(Kind::Decode, "The guest's history is not as expected."))
}

fn refused(status: u16) -> Error {
    let kind = match status {
        401 | 403 => Kind::Unauthorized,
        404 => Kind::NotFound,
        429 => Kind::RateLimited,
        500..=599 => Kind::Unavailable,
        _ => Kind::Rejected,
    };
    let mut error = Error::new(kind, format!("The guest's history was refused with {status}."));
    error.context.status = Some(status);
    error
}

fn late() -> Error {
    Error::new(Kind::Timeout, "The guest's history was not answered in time.")
}
