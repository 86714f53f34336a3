//! What all gates of a door share: which hosts are opened, and who answers for them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use url::Url;

use super::config::Behind;
use super::family::Family;
use super::pages::Pages;
use crate::authority::Authority;
use crate::error::{Error, Kind, Result};
use crate::guest::own_hosts::is_same_host;
use crate::net::NetworkOptions;
use crate::net::socket::Dialer;

/// A page that asks for hosts without end does not fill the memory.
const SERVERS_AT_MOST: usize = 200;

pub struct Inside {
    pub pages: Pages,
    to: To,
    authority: Authority,
    servers: Mutex<HashMap<String, Arc<ServerConfig>>>,
}

/// Who answers for the hosts that are opened.
enum To {
    Simulator { family: Family, origin: Url, dialer: Dialer },
    GuestHost { address: Url, trusts: NetworkOptions },
}

impl To {
    fn new(behind: Behind) -> Result<Self> {
        match behind {
            Behind::Simulator { origin, ca_file, hosts } => {
                let dialer = Dialer::new(NetworkOptions { ca_file, ..NetworkOptions::default() });
                Ok(Self::Simulator { family: Family::new(&hosts), origin, dialer })
            }
            Behind::Org(org) => match org.guest_host() {
                Some(address) => Ok(Self::GuestHost { address, trusts: org.network }),
                None => Err(Error::new(Kind::InvalidInput, "No region was given, and no guestUrl.")
                    .hint("Set the option region (or GENESYSCLOUD_REGION).")),
            },
        }
    }
}

impl Inside {
    pub fn new(to: Behind, authority: Authority) -> Result<Self> {
        Ok(Self { pages: Pages::default(), to: To::new(to)?, authority, servers: Mutex::default() })
    }

    /// The public key of all its servers.
    pub fn key(&self) -> Vec<u8> {
        self.authority.leaf_key()
    }

    /// What the names of the hosts that lead to the simulator end with.
    pub fn suffixes(&self) -> &[String] {
        match &self.to {
            To::Simulator { family, .. } => family.suffixes(),
            To::GuestHost { .. } => &[],
        }
    }

    /// Whether what is meant for this host is opened here; `port` is that of an authority without one.
    pub fn opens(&self, authority: &str, port: u16) -> bool {
        let scheme = if port == 443 { "https" } else { "http" };
        let Ok(asked) = Url::parse(&format!("{scheme}://{authority}")) else { return false };
        match &self.to {
            To::Simulator { family, origin, .. } => {
                asked.host_str().is_some_and(|host| family.has(host)) || is_same_host(origin, &asked)
            }
            To::GuestHost { address, .. } => is_same_host(address, &asked),
        }
    }

    /// Who answers for what is opened, and how he is reached by a gate that has this way out.
    pub fn behind<'a>(&'a self, out: &'a Dialer) -> (&'a Dialer, &'a Url) {
        match &self.to {
            To::Simulator { origin, dialer, .. } => (dialer, origin),
            To::GuestHost { address, .. } => (out, address),
        }
    }

    /// What certificates are trusted by, beside what this machine trusts.
    pub fn trusts(&self) -> NetworkOptions {
        match &self.to {
            To::Simulator { .. } => NetworkOptions::default(),
            To::GuestHost { trusts, .. } => trusts.clone(),
        }
    }

    pub fn is_offline(&self) -> bool {
        matches!(self.to, To::Simulator { .. })
    }

    /// How the door speaks TLS as that host.
    pub fn server(&self, host: &str) -> Result<Arc<ServerConfig>> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = servers.get(host) {
            return Ok(Arc::clone(known));
        }
        let made = self.authority.server([host.to_string()]).map_err(|cause| {
            Error::new(Kind::InvalidInput, format!("No certificate for '{host}': {cause}."))
        })?;
        if servers.len() < SERVERS_AT_MOST {
            servers.insert(host.to_string(), Arc::clone(&made));
        }
        Ok(made)
    }
}
