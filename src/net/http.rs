//! The HTTP client of one Genesys client: trust and proxy decided here, requests elsewhere.

use std::time::Duration;

use reqwest::{Client, Proxy, redirect};

use super::ahead::AheadLayer;
use super::options::NetworkOptions;
use super::{proxy, roots};
use crate::error::{Error, Kind, Result};

/// How long one connection may take to be made.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Whether any address that the client will use needs TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    Tls,
    /// Loopback only: loading the system's roots would cost time for nothing.
    Plain,
}

impl Transport {
    /// What an address needs.
    pub fn of(address: &str) -> Self {
        if address.starts_with("http:") || address.starts_with("ws:") { Self::Plain } else { Self::Tls }
    }
}

/// A client that follows no redirect: a token must not travel to another host.
pub fn client(options: &NetworkOptions, transport: Transport) -> Result<Client> {
    let tls = match transport {
        Transport::Tls => (*roots::tls_config(options)?).clone(),
        Transport::Plain => roots::no_tls(),
    };
    let routes = options.clone();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .proxy(Proxy::custom(move |target| proxy::proxy_for(&routes, target)))
        .connect_timeout(CONNECT_TIMEOUT)
        .connector_layer(AheadLayer)
        .user_agent(concat!("playwright-genesys/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| Error::new(Kind::Transport, "The HTTP client could not be set up."))
}
