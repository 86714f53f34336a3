//! The way from the relay to the guest host.

use std::time::Duration;

use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::client::Response;
use tokio_tungstenite::tungstenite::http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

use super::config::RelayConfig;
use crate::error::{Error, Kind, Result};
use crate::net::socket::{Dialer, Refusal, Socket};

/// How long the guest host may take to answer an upgrade.
const LIMIT: Duration = Duration::from_secs(30);

/// What the page itself said and the guest host may ask for. Cookies are not among them: those
/// that a page sends here belong to loopback.
const CARRIED: [HeaderName; 4] =
    [header::ORIGIN, header::USER_AGENT, header::ACCEPT_LANGUAGE, header::SEC_WEBSOCKET_PROTOCOL];

#[derive(Debug)]
pub struct Upstream {
    dialer: Dialer,
    host: Url,
}

impl Upstream {
    pub fn new(config: RelayConfig) -> Result<Self> {
        Ok(Self { host: config.guest_host()?, dialer: Dialer::new(config.network) })
    }

    pub async fn open(
        &self,
        query: &str,
        page: &HeaderMap,
    ) -> std::result::Result<(Socket, Response), Refusal> {
        let mut address = self.host.clone();
        address.set_query(Some(query).filter(|query| !query.is_empty()));
        let headers = carried(page);
        let late = || Error::new(Kind::Timeout, "The guest host did not answer the upgrade within 30 s.");
        timeout(LIMIT, self.dialer.open_answered(&address, &headers))
            .await
            .unwrap_or_else(|_| Err(late().into()))
    }
}

fn carried(page: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    let of = |name: HeaderName| page.get(&name).map(|value| (name, value.clone()));
    CARRIED.into_iter().filter_map(of).collect()
}
