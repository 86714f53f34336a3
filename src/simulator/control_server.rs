//! Commands over HTTP, for `Simulator.attach` in another process on this machine.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;

use super::control::{Command, execute};
use super::refused::{Answer, Refused};
use super::shared::Shared;

pub const PATH: &str = "/_simulator/control";
/// A page cannot send this header without a preflight, which is not answered here.
pub const HEADER: &str = "x-playwright-genesys-control";

pub fn routes(shared: &Arc<Shared>) -> Router {
    Router::new().route(PATH, post(control)).with_state(Arc::clone(shared))
}

async fn control(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    if !may_control(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let answer = match serde_json::from_slice::<Command>(&body) {
        // Waiting for frames to leave must not stop the thread that sends them.
        Ok(command) => tokio::task::spawn_blocking(move || execute(&shared, command)).await,
        Err(cause) => Ok(Err(Refused::invalid(format!("The command could not be read: {cause}.")))),
    };
    match answer {
        Ok(answer) => Json(written(answer)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// No browser, no name that a foreign DNS could have pointed here.
fn may_control(headers: &HeaderMap) -> bool {
    let is_here = |host: &HeaderValue| {
        let host = host.to_str().unwrap_or_default();
        matches!(host.rsplit_once(':').map_or(host, |(name, _)| name), "127.0.0.1" | "localhost")
    };
    headers.contains_key(HEADER)
        && !headers.contains_key("origin")
        && headers.contains_key("host")
        && headers.get_all("host").iter().all(is_here)
}

fn written(answer: Answer) -> serde_json::Value {
    match answer {
        Ok(value) => json!({ "ok": value }),
        Err(refused) => json!({ "error": refused }),
    }
}
