//! Listens on loopback, on one port for each gate.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::config::{Behind, DoorConfig, GateConfig};
use super::family::Family;
use super::gate::Gate;
use super::pages::Pages;
use crate::authority::Authority;
use crate::error::{Error, Kind, Result};
use crate::guest::own_hosts::is_same_host;
use crate::net::NetworkOptions;
use crate::net::socket::Dialer;

/// A running door. Dropping it ends every connection.
pub struct Door {
    inside: Arc<Inside>,
    gates: Mutex<HashMap<u16, CancellationToken>>,
    shutdown: CancellationToken,
}

/// What all gates of a door share.
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

const ANEW: Duration = Duration::from_millis(20);
/// A page that asks for hosts without end does not fill the memory.
const SERVERS_AT_MOST: usize = 200;

impl Door {
    pub fn new(config: DoorConfig) -> Result<Self> {
        let key = std::fs::read_to_string(&config.authority_key);
        let no_key =
            |why: String| Error::new(Kind::InvalidInput, format!("The door has no authority: {why}."));
        let key = key.map_err(|cause| no_key(cause.to_string()))?;
        let authority = Authority::from_key(&key).map_err(|cause| no_key(cause.to_string()))?;
        let inside =
            Inside { pages: Pages::default(), to: To::new(config.to)?, authority, servers: Mutex::default() };
        Ok(Self { inside: Arc::new(inside), gates: Mutex::default(), shutdown: CancellationToken::new() })
    }

    /// The public key of all its servers, as Chromium is told to trust it.
    pub fn key_hash(&self) -> String {
        let key = self.inside.authority.leaf_key();
        STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, &key))
    }

    /// What the names of the hosts that lead to the simulator end with.
    pub fn hosts(&self) -> &[String] {
        match &self.inside.to {
            To::Simulator { family, .. } => family.suffixes(),
            To::GuestHost { .. } => &[],
        }
    }

    /// The pages whose guest sockets come through this door.
    pub fn pages(&self) -> &Pages {
        &self.inside.pages
    }

    /// One more gate, on the current runtime; gives the port once it accepts connections.
    pub async fn open(&self, config: GateConfig) -> Result<u16> {
        if self.shutdown.is_cancelled() {
            return Err(Error::new(Kind::InvalidInput, "The door has been stopped."));
        }
        let no_port = |cause| Error::new(Kind::Transport, format!("The door has no port: {cause}."));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let port = listener.local_addr().map_err(no_port)?.port();
        let shutdown = self.shutdown.child_token();
        let gate = Arc::new(Gate::new(Arc::clone(&self.inside), port, config, shutdown.clone()));
        tokio::spawn(shutdown.clone().run_until_cancelled_owned(accept(listener, gate)));
        self.gates().insert(port, shutdown);
        Ok(port)
    }

    /// Ends what came by one gate, and frees its port.
    pub fn close(&self, port: u16) {
        if let Some(gate) = self.gates().remove(&port) {
            gate.cancel();
        }
    }

    fn gates(&self) -> MutexGuard<'_, HashMap<u16, CancellationToken>> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends every connection and frees the ports. Safe to call twice.
    pub fn stop(&self) {
        self.shutdown.cancel();
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.stop();
    }
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

async fn accept(listener: TcpListener, gate: Arc<Gate>) {
    loop {
        // A connection that broke while it waited is no reason to stop; a process without a free handle is one to wait.
        let Ok((stream, _)) = listener.accept().await else {
            sleep(ANEW).await;
            continue;
        };
        settle(&stream);
        gate.run(Arc::clone(&gate).serve(stream));
    }
}

/// Small frames, and a test waits for each.
fn settle(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
}
