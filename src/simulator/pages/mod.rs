//! What browsers load: a stand-in for the vendor's Messenger, and sample pages.
//!
//! All of it is ours. The pages decide by their own code what they show; they share nothing with
//! the client. None of these requests is journalled, delayed or struck by faults: they are no API.

mod assets;
mod bundle;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

use self::assets::{ASSETS, Asset};
use self::bundle::{loopback, vendor};
use super::shared::Shared;

/// Scripts and styles from files only, as strict shops have it, and the vendor's hosts.
const POLICY: &str = concat!(
    "default-src 'self'; base-uri 'none'; object-src 'none'; img-src 'self' data:; ",
    "script-src 'self' ",
    vendor!("https"),
    "; style-src 'self'; ",
    "connect-src 'self' ",
    loopback!("http"),
    " ",
    loopback!("https"),
    " ",
    loopback!("ws"),
    " ",
    loopback!("wss"),
    " ",
    vendor!("https"),
    " ",
    vendor!("wss"),
    "; ",
    "frame-src 'self' ",
    loopback!("http"),
    " ",
    loopback!("https"),
    " ",
    vendor!("https"),
);

const PLACEHOLDER: &str = "{{deploymentId}}";

pub fn routes(shared: &Arc<Shared>) -> Router {
    let mut router = Router::new().route("/", get(|| async { Redirect::temporary("/pages/messenger") }));
    for folder in ["pages", "messenger", "genesys-bootstrap"] {
        router = router.route(&format!("/{folder}/{{*path}}"), get(serve));
    }
    router.with_state(Arc::clone(shared))
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let path = request.uri().path();
    match ASSETS.iter().find(|asset| asset.path == path) {
        Some(asset) => answer(asset, &shared.connection().deployment_id),
        None => unknown(),
    }
}

fn answer(asset: &Asset, deployment_id: &str) -> Response {
    let body = asset.body.replace(PLACEHOLDER, &escaped(deployment_id));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind.content_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Module scripts of frames that a region's address serves are asked for with an origin.
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if asset.kind.is_page() {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    }
    response
}

/// The id may be any text that a test has chosen.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn unknown() -> Response {
    let pages = ASSETS.iter().filter(|asset| asset.kind.is_page()).map(|asset| asset.path);
    let pages = pages.collect::<Vec<_>>().join("\n");
    (StatusCode::NOT_FOUND, format!("There is no such page. There are:\n{pages}\n")).into_response()
}
