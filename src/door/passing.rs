//! One request, passed on to another server, and its answer back; an upgrade with both of its ends.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderName, HeaderValue, PROXY_AUTHORIZATION, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{HeaderMap, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use url::Url;

use super::answer::Answer;
use super::leg::End;
use super::running::Running;
use crate::error::{Error, Kind, Result};
use crate::net::socket::Stream;

/// An answer, and both ends of the connection where it is an upgrade.
pub struct Reached {
    pub answer: Answer,
    pub upgrade: Option<Both>,
}

pub struct Both {
    near: OnUpgrade,
    far: OnUpgrade,
}

impl Both {
    /// Nothing where one side has gone before the other one stood.
    pub async fn stand(self) -> Option<(End, End)> {
        tokio::try_join!(self.near, self.far).ok().map(|(near, far)| (TokioIo::new(near), TokioIo::new(far)))
    }

    /// Unread.
    pub async fn join(self) {
        if let Some((mut near, mut far)) = self.stand().await {
            // It ends as one of the two ends it.
            let _ = copy_bidirectional(&mut near, &mut far).await;
        }
    }
}

/// Whose end of the connection is asked.
pub enum Far {
    Host,
    /// A proxy, with what it is told of who asks.
    Proxy(Option<HeaderValue>),
}

/// Headers that speak of one connection, and not of the request.
const OF_THE_WAY: [&str; 6] =
    ["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer"];

/// Over `stream`, whose far end answers for `address`.
pub async fn pass_on(
    running: &Running,
    mut request: Request<Incoming>,
    (stream, far): (Box<dyn Stream>, Far),
    address: &Url,
) -> Result<Reached> {
    let broke = |_| Error::new(Kind::Transport, "The connection broke before it was answered.");
    let (mut sender, connection) = http1::Builder::new()
        .preserve_header_case(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broke)?;
    running.run(async move {
        let _ = connection.with_upgrades().await;
    });
    let near = is_upgrade(&request).then(|| hyper::upgrade::on(&mut request));
    address_to(&mut request, address, far);
    let mut answer = sender.send_request(request).await.map_err(broke)?;
    let near = near.filter(|_| answer.status() == StatusCode::SWITCHING_PROTOCOLS);
    let upgrade = near.map(|near| Both { near, far: hyper::upgrade::on(&mut answer) });
    if upgrade.is_none() {
        strip(answer.headers_mut());
    }
    Ok(Reached { answer: answer.map(BodyExt::boxed), upgrade })
}

pub fn is_upgrade(request: &Request<Incoming>) -> bool {
    request.headers().contains_key(UPGRADE)
}

/// As the server itself is asked: by path, under its own name; a proxy is asked by the whole address.
fn address_to(request: &mut Request<Incoming>, address: &Url, far: Far) {
    if matches!(far, Far::Host) {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse::<Uri>();
        *request.uri_mut() = path.unwrap_or_default();
    }
    let upgrade = request.headers().get(UPGRADE).cloned();
    strip(request.headers_mut());
    if upgrade.is_some() {
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    }
    if let Far::Proxy(Some(who)) = far {
        request.headers_mut().insert(PROXY_AUTHORIZATION, who);
    }
    let port = address.port().map_or_else(String::new, |port| format!(":{port}"));
    let host = format!("{}{port}", address.host_str().unwrap_or_default());
    if let Ok(host) = HeaderValue::from_str(&host) {
        request.headers_mut().insert(HOST, host);
    }
}

fn strip(headers: &mut HeaderMap) {
    for name in OF_THE_WAY {
        headers.remove(HeaderName::from_static(name));
    }
}
