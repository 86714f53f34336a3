//! Listens on loopback and leads each page's socket to the guest host.

use std::collections::VecDeque;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_tungstenite::tungstenite::http::{StatusCode, header};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::carry::{Place, carry, page_socket};
use super::config::RelayConfig;
use super::door::{self, Turned, Visit};
use super::line::Line;
use super::lines::Lines;
use super::rules::AtConnect;
use super::tag::Tag;
use super::upstream::Upstream;
use crate::error::{Error, Kind, Result};

/// A running relay. Dropping it ends every connection.
pub struct Relay {
    url: String,
    inner: Arc<Inner>,
    shutdown: CancellationToken,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

struct Inner {
    lines: Lines,
    upstream: Upstream,
    /// The only path that leads anywhere.
    path: String,
    authorities: [String; 2],
    trouble: Mutex<VecDeque<String>>,
}

/// As much trouble as is remembered.
const MAX_TROUBLE: usize = 20;

impl Relay {
    /// Runs on the current runtime and returns once the port accepts connections.
    pub async fn start(config: RelayConfig) -> Result<Self> {
        let upstream = Upstream::new(config)?;
        let no_port = |cause| Error::new(Kind::Transport, format!("The relay has no port: {cause}."));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let port = listener.local_addr().map_err(no_port)?.port();
        let secret = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let inner = Arc::new(Inner {
            lines: Lines::default(),
            upstream,
            path: format!("/{secret}/v1"),
            authorities: [format!("127.0.0.1:{port}"), format!("localhost:{port}")],
            trouble: Mutex::default(),
        });
        let shutdown = CancellationToken::new();
        let accepting = tokio::spawn(accept(listener, Arc::clone(&inner), shutdown.clone()));
        let url = format!("ws://127.0.0.1:{port}/{secret}");
        Ok(Self { url, inner, shutdown, accepting: Mutex::new(Some(accepting)) })
    }

    /// What stands in the place of `wss://webmessaging.{domain}`. Its path is a secret.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn line(&self, tag: Tag) -> Arc<Line> {
        self.inner.lines.of(tag)
    }

    /// Why sockets did not come about at the guest host, newest last.
    pub fn trouble(&self) -> Vec<String> {
        self.inner.trouble.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Ends every connection and frees the port. Safe to call twice.
    pub async fn stop(&self) {
        self.shutdown.cancel();
        let accepting = self.accepting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(accepting) = accepting {
            let _ = accepting.await;
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

async fn accept(listener: TcpListener, inner: Arc<Inner>, shutdown: CancellationToken) {
    // Dropping the set ends all of them.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = shutdown.cancelled() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                let _ = stream.set_nodelay(true);
                connections.spawn(Arc::clone(&inner).greet(stream));
            },
        }
    }
    connections.shutdown().await;
}

impl Inner {
    async fn greet(self: Arc<Self>, mut stream: TcpStream) {
        let Some(received) = door::receive(&mut stream).await else { return };
        let led = match door::admit(received, &self.path, &self.authorities) {
            Ok(visit) => self.lead(&mut stream, visit).await,
            Err(turned) => Err(turned),
        };
        match led {
            Ok((place, server, rest)) => carry(place, page_socket(stream, rest).await, server).await,
            Err(turned) => door::turn_away(stream, &turned).await,
        }
    }

    async fn lead(
        &self,
        stream: &mut TcpStream,
        mut visit: Visit,
    ) -> std::result::Result<(Place, crate::net::socket::Socket, Vec<u8>), Turned> {
        let line = visit.tag.take().map(|tag| self.lines.of(tag)).unwrap_or_default();
        match line.at_connect() {
            Some(AtConnect::Refuse) => {
                return Err(Turned::away(StatusCode::SERVICE_UNAVAILABLE, "A fault that a test has set."));
            }
            Some(AtConnect::Delay(length)) => tokio::time::sleep(length).await,
            None => {}
        }
        let opened = self.upstream.open(&visit.query, visit.request.headers()).await;
        let (server, answer) = opened.map_err(|refusal| self.remember(refusal.into()))?;
        if let Some(protocol) = answer.headers().get(header::SEC_WEBSOCKET_PROTOCOL) {
            visit.welcome.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, protocol.clone());
        }
        // On the line before the page sees its socket open: a test may act at once.
        let place = Place::take(line);
        if door::welcome(stream, &visit.welcome).await {
            Ok((place, server, visit.rest))
        } else {
            Err(Turned::away(StatusCode::BAD_REQUEST, "The page has gone."))
        }
    }

    fn remember(&self, turned: Turned) -> Turned {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if trouble.len() == MAX_TROUBLE {
            trouble.pop_front();
        }
        trouble.push_back(turned.why.clone());
        turned
    }
}
