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

use super::config::{DoorConfig, GateConfig};
use super::family::Family;
use super::gate::Gate;
use crate::authority::Authority;
use crate::error::{Error, Kind, Result};
use crate::net::NetworkOptions;
use crate::net::socket::Dialer;

/// A running door. Dropping it ends every connection.
pub struct Door {
    behind: Arc<Behind>,
    gates: Mutex<HashMap<u16, CancellationToken>>,
    shutdown: CancellationToken,
}

/// What all gates of a door share.
pub struct Behind {
    pub family: Family,
    pub origin: url::Url,
    pub dialer: Dialer,
    authority: Authority,
    servers: Mutex<HashMap<String, Arc<ServerConfig>>>,
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
        let network = NetworkOptions { ca_file: config.ca_file, ..NetworkOptions::default() };
        let behind = Behind {
            family: Family::new(&config.hosts),
            origin: config.origin,
            dialer: Dialer::new(network),
            authority,
            servers: Mutex::default(),
        };
        Ok(Self { behind: Arc::new(behind), gates: Mutex::default(), shutdown: CancellationToken::new() })
    }

    /// The public key of all its servers, as Chromium is told to trust it.
    pub fn key_hash(&self) -> String {
        let key = self.behind.authority.leaf_key();
        STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, &key))
    }

    /// What the names of the hosts that are led end with.
    pub fn hosts(&self) -> &[String] {
        self.behind.family.suffixes()
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
        let gate = Arc::new(Gate::new(Arc::clone(&self.behind), config, shutdown.clone()));
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

impl Behind {
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
