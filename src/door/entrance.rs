//! What comes to one gate: who is led, and who passes.

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::{HOST, USER_AGENT};
use hyper::http::uri::Scheme;
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;

use super::answer::{Answered, accepted, refuse, speak, unreached};
use super::gate::Gate;
use super::guest_socket;
use super::led::{self, Came, Led};
use super::leg::End;
use crate::net::socket::Stream;

#[derive(Clone)]
pub struct Entrance {
    gate: Arc<Gate>,
}

impl Entrance {
    pub const fn new(gate: Arc<Gate>) -> Self {
        Self { gate }
    }

    /// One connection: of whoever comes as to a proxy, or as to the host itself.
    pub fn take(&self, stream: impl Stream + 'static) {
        let entrance = self.clone();
        self.gate.running.run(async move {
            match led::came(entrance.gate.inside(), stream).await {
                Some(Came::Plain(stream)) => speak(stream, |request| entrance.clone().answer(request)).await,
                Some(Came::Led(led)) => entrance.serve(led).await,
                None => {}
            }
        });
    }

    async fn answer(self, request: Request<Incoming>) -> Answered {
        if request.method() == Method::CONNECT {
            return self.connect(request).await;
        }
        match (authority_of(&request).map(str::to_string), request.uri().scheme()) {
            (Some(authority), _) if self.gate.opens(&authority, 80) => {
                self.lead(request, &format!("ws://{authority}")).await
            }
            (_, Some(scheme)) if *scheme == Scheme::HTTP => self.gate.forward(request).await,
            _ => Ok(refuse(StatusCode::BAD_REQUEST, "This is a proxy for the browsers of a test.")),
        }
    }

    async fn connect(self, request: Request<Incoming>) -> Answered {
        let Some(authority) = request.uri().authority().cloned() else {
            return Ok(refuse(StatusCode::BAD_REQUEST, "A CONNECT names a host and a port."));
        };
        if self.gate.opens(authority.as_str(), 443) {
            let entrance = self.clone();
            self.gate.running.run(async move {
                let Some(stream) = upgraded(hyper::upgrade::on(request)).await else { return };
                if let Some(led) = led::asked(entrance.gate.inside(), stream, authority.as_str()).await {
                    entrance.serve(led).await;
                }
            });
            return Ok(accepted());
        }
        let far = match self.gate.dial(authority.as_ref()).await {
            Err(why) if knows_refusals(&request) => return Ok(unreached(&why)),
            reached => reached.ok(),
        };
        self.gate.running.run(tunnel(hyper::upgrade::on(request), far));
        Ok(accepted())
    }

    async fn serve(self, Led { stream, host }: Led) {
        speak(stream, |request| self.lead(request, &host)).await;
    }

    /// A request for a host that is opened; `host` is how it was named, as of a socket.
    async fn lead(&self, request: Request<Incoming>, host: &str) -> Answered {
        if guest_socket::is_asked(&request) {
            return guest_socket::lead(Arc::clone(&self.gate), request, host).await;
        }
        self.gate.pass(request).await
    }
}

/// Whom a request is for: by its address, or, where it comes as to the host itself, by its header.
fn authority_of(request: &Request<Incoming>) -> Option<&str> {
    let named = || request.headers().get(HOST)?.to_str().ok();
    request.uri().authority().map(|authority| authority.as_str()).or_else(named)
}

/// What is behind the answer to a CONNECT; nothing where the other side has gone.
async fn upgraded(pending: OnUpgrade) -> Option<End> {
    pending.await.ok().map(TokioIo::new)
}

async fn tunnel(near: OnUpgrade, far: Option<Box<dyn Stream>>) {
    if let (Some(mut near), Some(mut far)) = (upgraded(near).await, far) {
        // It ends as one of the two ends it.
        let _ = copy_bidirectional(&mut near, &mut far).await;
    }
}

/// Browsers, curl and their like say who they are, and tell a refusal of a proxy's from the host's own answer. Of the others
/// some do not, and wait for ever where nothing is answered: their tunnel to nobody ends at once.
fn knows_refusals(request: &Request<Incoming>) -> bool {
    request.headers().contains_key(USER_AGENT)
}
