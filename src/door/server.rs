//! Listens on loopback, on one port for each gate.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::config::{DoorConfig, GateConfig};
use super::entrance::Entrance;
use super::gate::Gate;
use super::inside::Inside;
use super::pages::Pages;
use super::running::Running;
use crate::authority::Authority;
use crate::error::{Error, Kind, Result};

/// A running door. Dropping it ends every connection.
pub struct Door {
    inside: Arc<Inside>,
    gates: Mutex<HashMap<u16, CancellationToken>>,
    shutdown: CancellationToken,
}

const ANEW: Duration = Duration::from_millis(20);

impl Door {
    pub fn new(config: DoorConfig) -> Result<Self> {
        let key = std::fs::read_to_string(&config.authority_key);
        let no_key =
            |why: String| Error::new(Kind::InvalidInput, format!("The door has no authority: {why}."));
        let key = key.map_err(|cause| no_key(cause.to_string()))?;
        let authority = Authority::from_key(&key).map_err(|cause| no_key(cause.to_string()))?;
        let inside = Inside::new(config.to, authority)?;
        Ok(Self { inside: Arc::new(inside), gates: Mutex::default(), shutdown: CancellationToken::new() })
    }

    /// The public key of all its servers, as Chromium is told to trust it.
    pub fn key_hash(&self) -> String {
        STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, &self.inside.key()))
    }

    /// What the names of the hosts that lead to the simulator end with.
    pub fn hosts(&self) -> &[String] {
        self.inside.suffixes()
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
        let gate = Gate::new(Arc::clone(&self.inside), port, config, Running::until(shutdown.clone()));
        let entrance = Entrance::new(Arc::new(gate));
        tokio::spawn(shutdown.clone().run_until_cancelled_owned(accept(listener, entrance)));
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

async fn accept(listener: TcpListener, entrance: Entrance) {
    loop {
        // A connection that broke while it waited is no reason to stop; a process without a free handle is one to wait.
        let Ok((stream, _)) = listener.accept().await else {
            sleep(ANEW).await;
            continue;
        };
        settle(&stream);
        entrance.take(stream);
    }
}

/// Small frames, and a test waits for each.
fn settle(stream: &TcpStream) {
    let _ = stream.set_nodelay(true);
}
