//! A guest socket of a page: found by its address, read and broken on its way.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_KEY};
use hyper::{Request, StatusCode, Uri};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::answer::{Answered, late, refuse};
use super::carry::{Place, carry};
use super::gate::Gate;
use super::page::Page;
use super::passing::{Reached, is_upgrade};
use super::rules::AtConnect;
use super::tag::Tag;

/// How long a guest host may take to answer an upgrade: browsers wait for longer.
const LIMIT: Duration = Duration::from_secs(20);

/// As the guest API has it, whichever host it is asked of.
pub fn is_asked(request: &Request<Incoming>) -> bool {
    let names_deployment = |query: &str| query.split('&').any(|pair| pair.starts_with("deploymentId="));
    is_upgrade(request)
        && request.uri().path().ends_with("/v1")
        && request.uri().query().is_some_and(names_deployment)
}

/// `host` is how the page named it, with the scheme.
pub async fn lead(gate: Arc<Gate>, mut request: Request<Incoming>, host: &str) -> Answered {
    let (document, query) = Tag::take_from(request.uri().query().unwrap_or_default());
    let address = format!("{host}{}?{query}", request.uri().path());
    let page = gate.pages().of(document, gate.port, &address).await;
    // A real guest host never sees a tag of ours.
    let tag = page.as_ref().filter(|_| gate.is_offline()).map(|page| &page.tag);
    readdress(&mut request, &query, tag);
    match page {
        Some(page) => watched(gate, request, page).await,
        None => gate.pass(request).await,
    }
}

fn readdress(request: &mut Request<Incoming>, query: &str, tag: Option<&Tag>) {
    let tag = tag.map(|tag| format!("&{tag}")).unwrap_or_default();
    if let Ok(uri) = format!("{}?{query}{tag}", request.uri().path()).parse::<Uri>() {
        *request.uri_mut() = uri;
    }
}

/// How the upgrade has to be answered.
fn accept_of(request: &Request<Incoming>) -> Option<HeaderValue> {
    let key = request.headers().get(SEC_WEBSOCKET_KEY)?;
    HeaderValue::from_str(&derive_accept_key(key.as_bytes())).ok()
}

async fn watched(gate: Arc<Gate>, mut request: Request<Incoming>, page: Arc<Page>) -> Answered {
    // Frames are read: none of them may be packed.
    request.headers_mut().remove(SEC_WEBSOCKET_EXTENSIONS);
    let accepts = accept_of(&request);
    let socket = page.watched.connecting();
    match page.line.at_connect() {
        Some(AtConnect::Refuse) => {
            page.watched.refused(socket, Some(StatusCode::SERVICE_UNAVAILABLE.as_u16()));
            return Ok(refuse(StatusCode::SERVICE_UNAVAILABLE, "A fault that a test has set."));
        }
        Some(AtConnect::Delay(length)) => sleep(length).await,
        None => {}
    }
    let line = gate.line(&request);
    let asked = timeout(LIMIT, gate.ask(request)).await;
    match asked.unwrap_or_else(|_| Err(late("The upgrade was not answered", LIMIT))) {
        Ok(Reached { answer, upgrade: Some(both) })
            if answer.headers().get(SEC_WEBSOCKET_ACCEPT) != accepts.as_ref() =>
        {
            // A browser refuses such an answer.
            page.watched.refused(socket, None);
            line.refused(Some(answer.status().as_u16()));
            gate.running.run(both.join());
            Ok(answer)
        }
        Ok(Reached { answer, upgrade: Some(both) }) => {
            // On the line before the page sees its socket open: a test may act at once.
            line.opened();
            let place = Place::take(page, socket, line);
            gate.running.run(async move {
                if let Some((near, far)) = both.stand().await {
                    carry(place, near, far).await;
                }
            });
            Ok(answer)
        }
        Ok(Reached { answer, upgrade: None }) => {
            page.watched.refused(socket, Some(answer.status().as_u16()));
            line.refused(Some(answer.status().as_u16()));
            Ok(answer)
        }
        Err(error) => {
            page.watched.refused(socket, None);
            line.refused(None);
            Err(error)
        }
    }
}
