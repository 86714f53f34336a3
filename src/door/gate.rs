//! One port of a door, and the ways out of it.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::{Request, StatusCode};
use tokio::time::timeout;
use url::Url;

use super::answer::{Answer, Answered, late, refuse};
use super::config::GateConfig;
use super::inside::Inside;
use super::pages::Pages;
use super::passing::{Far, Reached, is_upgrade, pass_on};
use super::running::Running;
use super::tag::Tag;
use crate::error::{Error, Kind};
use crate::net::NetworkOptions;
use crate::net::socket::{Dialer, Stream, authorization};
use crate::recording::{By, Line};

/// A browser waits for half a minute; who never answers is told of before.
const REACH: Duration = Duration::from_secs(20);

/// One port of a door.
pub struct Gate {
    pub port: u16,
    inside: Arc<Inside>,
    /// For what does not go to the simulator.
    dialer: Dialer,
    is_tunnel: bool,
    pub running: Running,
}

impl Gate {
    pub fn new(
        inside: Arc<Inside>,
        port: u16,
        GateConfig { network, is_tunnel }: GateConfig,
        running: Running,
    ) -> Self {
        let dialer = Dialer::new(NetworkOptions {
            proxy: network.proxy,
            no_proxy: network.no_proxy,
            ..inside.trusts()
        });
        Self { port, inside, dialer, is_tunnel, running }
    }

    /// Whether what is meant for this host is opened, and led.
    pub fn opens(&self, authority: &str, port: u16) -> bool {
        !self.is_tunnel && self.inside.opens(authority, port)
    }

    pub async fn dial(&self, authority: &str) -> Result<Box<dyn Stream>, Error> {
        let address = Url::parse(&format!("http://{authority}"));
        let address = address.map_err(|_| Error::new(Kind::InvalidInput, "That is no host."))?;
        reach(&self.dialer, &address).await
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

    /// A plain page that is asked for as of a proxy.
    pub async fn forward(&self, request: Request<Incoming>) -> Answered {
        let Ok(address) = Url::parse(&request.uri().to_string()) else {
            return Ok(refuse(StatusCode::BAD_REQUEST, "That is no address."));
        };
        match self.dialer.proxy_of(&address).filter(|_| !is_upgrade(&request)) {
            Some(proxy) => Ok(self.joined(self.ask_proxy(request, &proxy, &address).await?)),
            None => Ok(self.joined(self.ask_at(request, &self.dialer, &address).await?)),
        }
    }

    /// As a browser asks a proxy for a plain page: many let no tunnel through to such a port.
    async fn ask_proxy(
        &self,
        request: Request<Incoming>,
        proxy: &Url,
        address: &Url,
    ) -> Result<Reached, Error> {
        let host = address.host_str().unwrap_or_default();
        let stream = in_time(host, self.dialer.connect_to_proxy(proxy, host)).await?;
        let who = authorization(proxy).and_then(|who| HeaderValue::from_str(&who).ok());
        pass_on(&self.running, request, (stream, Far::Proxy(who)), address).await
    }

    async fn ask_at(
        &self,
        request: Request<Incoming>,
        dialer: &Dialer,
        address: &Url,
    ) -> Result<Reached, Error> {
        let stream = reach(dialer, address).await?;
        pass_on(&self.running, request, (stream, Far::Host), address).await
    }

    fn joined(&self, Reached { answer, upgrade }: Reached) -> Answer {
        if let Some(both) = upgrade {
            self.running.run(both.join());
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
    in_time(address.host_str().unwrap_or_default(), dialer.connect(address)).await
}

async fn in_time<T>(host: &str, reaching: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let reached = timeout(REACH, reaching).await;
    reached.map_err(|_| late(&format!("{host} was not reached"), REACH))?
}
