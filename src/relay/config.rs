//! Where a relay leads, as JavaScript hands it over.

use serde::Deserialize;
use url::Url;

use crate::error::{Error, Kind, Result};
use crate::net::NetworkOptions;
use crate::region::{Hosts, Service};

/// The part of a connection that a relay needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RelayConfig {
    #[serde(default)]
    region: Option<String>,
    #[serde(default)]
    guest_url: Option<Url>,
    #[serde(default)]
    pub network: NetworkOptions,
}

impl RelayConfig {
    /// The guest host, as the page itself would address it.
    pub fn guest_host(&self) -> Result<Url> {
        let hosts = Hosts { region: self.region.clone(), guest: self.guest_url.clone(), ..Hosts::default() };
        let base = hosts.base(Service::Guest).ok_or_else(|| {
            Error::new(Kind::InvalidInput, "No region was given, and no guestUrl.")
                .hint("Set the option region (or GENESYSCLOUD_REGION).")
        })?;
        Url::parse(&format!("{base}/v1"))
            .map_err(|_| Error::new(Kind::InvalidInput, "guestUrl is no address of a socket."))
    }
}
