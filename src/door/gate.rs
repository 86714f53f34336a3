//! What comes to one port: who is led, and who passes.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::http::uri::Scheme;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::copy_bidirectional;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::config::GateConfig;
use super::pages::Pages;
use super::passing::{End, Reached, pass_on};
use super::server::Inside;
use super::tag::Tag;
use super::{guest_socket, led};
use crate::error::{Error, Kind};
use crate::net::NetworkOptions;
use crate::net::socket::{Dialer, Stream};
use crate::recording::{By, Line};

/// A browser waits for half a minute; who never answers is told of before.
const REACH: Duration = Duration::from_secs(20);

pub type Answer = Response<BoxBody<Bytes, hyper::Error>>;
/// Where nobody was reached there is no answer, as without a door: a status would be taken for the host's own.
pub type Answered = Result<Answer, Error>;

/// One port of a door.
pub struct Gate {
    pub port: u16,
    inside: Arc<Inside>,
    /// For what does not go to the simulator.
    dialer: Dialer,
    is_tunnel: bool,
    shutdown: CancellationToken,
}

impl Gate {
    pub fn new(
        inside: Arc<Inside>,
        port: u16,
        GateConfig { network, is_tunnel }: GateConfig,
        shutdown: CancellationToken,
    ) -> Self {
        let dialer = Dialer::new(NetworkOptions {
            proxy: network.proxy,
            no_proxy: network.no_proxy,
            ..inside.trusts()
        });
        Self { port, inside, dialer, is_tunnel, shutdown }
    }

    /// Runs something of this gate's until it, or the door, ends.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(self.shutdown.clone().run_until_cancelled_owned(work));
    }

    /// One connection: of whoever comes as to a proxy, or as to the host itself.
    pub async fn serve(self: Arc<Self>, stream: impl Stream + 'static) {
        if let Some(plain) = led::opened(&self, stream).await {
            speak(plain, |request| Arc::clone(&self).answer(request)).await;
        }
    }

    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Answered {
        if request.method() == Method::CONNECT {
            return self.connect(request).await;
        }
        match (authority_of(&request).map(str::to_string), request.uri().scheme()) {
            (Some(authority), _) if self.opens(&authority, 80) => {
                self.lead(request, &format!("ws://{authority}")).await
            }
            (_, Some(scheme)) if *scheme == Scheme::HTTP => self.forward(request).await,
            _ => Ok(refuse(StatusCode::BAD_REQUEST, "This is a proxy for the browsers of a test.")),
        }
    }

    async fn connect(self: Arc<Self>, request: Request<Incoming>) -> Answered {
        let Some(authority) = request.uri().authority().cloned() else {
            return Ok(refuse(StatusCode::BAD_REQUEST, "A CONNECT names a host and a port."));
        };
        if self.opens(authority.as_str(), 443) {
            let gate = Arc::clone(&self);
            self.run(async move {
                if let Some(stream) = upgraded(hyper::upgrade::on(request)).await {
                    led::take(gate, stream, authority.as_str()).await;
                }
            });
            return Ok(accepted());
        }
        // Where nobody is reached the tunnel ends at once: older clients wait for ever for an answer that never comes, and
        // take a refusal for the host's own.
        let far = self.dial(authority.as_ref()).await.ok();
        self.run(tunnel(hyper::upgrade::on(request), far));
        Ok(accepted())
    }

    /// Whether what is meant for this host is opened, and led.
    fn opens(&self, authority: &str, port: u16) -> bool {
        !self.is_tunnel && self.inside.opens(authority, port)
    }

    async fn dial(&self, authority: &str) -> Result<Box<dyn Stream>, Error> {
        let address = Url::parse(&format!("http://{authority}"));
        let address = address.map_err(|_| Error::new(Kind::InvalidInput, "That is no host."))?;
        reach(&self.dialer, &address).await
    }

    /// A request for a host that is opened; `host` is how it was named, as of a socket.
    pub async fn lead(self: Arc<Self>, request: Request<Incoming>, host: &str) -> Answered {
        if guest_socket::is_asked(&request) {
            return guest_socket::lead(self, request, host).await;
        }
        self.pass(request).await
    }

    /// Unread, to whoever answers for the host.
    pub async fn pass(&self, request: Request<Incoming>) -> Answered {
        Ok(self.joined(self.ask(request).await?))
    }

    /// A guest's socket that is about to be asked for there, for the recording.
    pub fn line(&self, request: &Request<Incoming>) -> Line {
        let (_, address) = self.inside.behind(&self.dialer);
        let mut address = address.clone();
        address.set_path(request.uri().path());
        // What finds the page is ours.
        let (_, query) = Tag::take_from(request.uri().query().unwrap_or_default());
        address.set_query(Some(&query));
        Line::opens(By::Door, &address)
    }

    /// Asks whoever answers for the host.
    pub async fn ask(&self, request: Request<Incoming>) -> Result<Reached, Error> {
        let (dialer, address) = self.inside.behind(&self.dialer);
        self.ask_at(request, dialer, address).await
    }

    async fn forward(&self, request: Request<Incoming>) -> Answered {
        match Url::parse(&request.uri().to_string()) {
            Ok(address) => Ok(self.joined(self.ask_at(request, &self.dialer, &address).await?)),
            Err(_) => Ok(refuse(StatusCode::BAD_REQUEST, "That is no address.")),
        }
    }

    async fn ask_at(
        &self,
        request: Request<Incoming>,
        dialer: &Dialer,
        address: &Url,
    ) -> Result<Reached, Error> {
        let stream = reach(dialer, address).await?;
        pass_on(self, request, stream, address).await
    }

    fn joined(&self, Reached { answer, upgrade }: Reached) -> Answer {
        if let Some(both) = upgrade {
            self.run(both.join());
        }
        answer
    }

    pub fn inside(&self) -> &Inside {
        &self.inside
    }

    pub fn pages(&self) -> &Pages {
        &self.inside.pages
    }

    pub fn is_offline(&self) -> bool {
        self.inside.is_offline()
    }
}

async fn reach(dialer: &Dialer, address: &Url) -> Result<Box<dyn Stream>, Error> {
    let host = address.host_str().unwrap_or_default();
    let reached = timeout(REACH, dialer.connect(address)).await;
    reached.map_err(|_| late(&format!("{host} was not reached"), REACH))?
}

pub fn late(what: &str, limit: Duration) -> Error {
    Error::new(Kind::Timeout, format!("{what} within {} s.", limit.as_secs()))
}

/// Whom a request is for: by its address, or, where it comes as to the host itself, by its header.
fn authority_of(request: &Request<Incoming>) -> Option<&str> {
    let named = || request.headers().get(HOST)?.to_str().ok();
    request.uri().authority().map(|authority| authority.as_str()).or_else(named)
}

/// Answers each request of a connection. However that ends: whoever asked has gone, or sees that it broke.
pub async fn speak<F>(stream: impl Stream + 'static, answer: impl Fn(Request<Incoming>) -> F)
where
    F: Future<Output = Answered>,
{
    let answer = service_fn(|request| {
        let answer = answer(request);
        async { answer.await.map_err(|error| io::Error::other(error.message)) }
    });
    let http = http1::Builder::new().timer(TokioTimer::new()).preserve_header_case(true).clone();
    let _ = http.serve_connection(TokioIo::new(stream), answer).with_upgrades().await;
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

fn accepted() -> Answer {
    Response::new(Full::default().map_err(|never: Infallible| match never {}).boxed())
}

pub fn refuse(status: StatusCode, why: &str) -> Answer {
    let body = Full::from(why.to_string()).map_err(|never: Infallible| match never {}).boxed();
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}
