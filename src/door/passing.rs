//! One request, passed on to another server, and its answer back; a WebSocket with all that follows.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, HOST, HeaderName, HeaderValue, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{HeaderMap, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::copy_bidirectional;
use url::Url;

use super::gate::{Answered, Gate, upgraded};
use crate::error::{Error, Kind};
use crate::net::socket::Stream;

/// Headers that speak of one connection, and not of the request.
const OF_THE_WAY: [&str; 6] =
    ["connection", "keep-alive", "proxy-connection", "proxy-authorization", "te", "trailer"];

/// Over `stream`, whose far end answers for `address`.
pub async fn pass_on(
    gate: &Gate,
    mut request: Request<Incoming>,
    stream: Box<dyn Stream>,
    address: &Url,
) -> Answered {
    let broke = |_| Error::new(Kind::Transport, "The connection broke before it was answered.");
    let (mut sender, connection) = http1::Builder::new()
        .preserve_header_case(true)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(broke)?;
    gate.run(async move {
        let _ = connection.with_upgrades().await;
    });
    let near = is_upgrade(&request).then(|| hyper::upgrade::on(&mut request));
    address_to(&mut request, address);
    let mut answer = sender.send_request(request).await.map_err(broke)?;
    match near {
        Some(near) if answer.status() == StatusCode::SWITCHING_PROTOCOLS => {
            gate.run(join(near, hyper::upgrade::on(&mut answer)));
        }
        _ => strip(answer.headers_mut()),
    }
    Ok(answer.map(BodyExt::boxed))
}

fn is_upgrade(request: &Request<Incoming>) -> bool {
    request.headers().contains_key(UPGRADE)
}

/// As the server itself is asked: by path, under its own name.
fn address_to(request: &mut Request<Incoming>, address: &Url) {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse::<Uri>();
    *request.uri_mut() = path.unwrap_or_default();
    let upgrade = request.headers().get(UPGRADE).cloned();
    strip(request.headers_mut());
    if upgrade.is_some() {
        request.headers_mut().insert(CONNECTION, HeaderValue::from_static("Upgrade"));
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

async fn join(near: OnUpgrade, far: OnUpgrade) {
    if let (Some(mut near), Some(mut far)) = tokio::join!(upgraded(near), upgraded(far)) {
        // It ends as one of the two ends it.
        let _ = copy_bidirectional(&mut near, &mut far).await;
    }
}
