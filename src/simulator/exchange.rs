//! What happens to every exchange, whoever answers it: journal, latency, faults, headers.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::middleware::Next;
use serde_json::{Value, json};

use super::cuttable::Cut;
use super::fault::{CutWhen, FaultRule, Garble, Respond};
use super::faults::Event;
use super::guest_socket::PATH as GUEST_PATH;
use super::journal::EntryId;
use super::shared::{Shared, millis};
use super::witness::Witness;

/// The correlation id of this exchange; error bodies repeat it as their contextId.
#[derive(Debug, Clone)]
pub struct Correlation(pub String);

/// Says that `Date` tells the time of a made-up world, which no machine's clock can agree with.
const CLOCK: &str = "x-simulator-clock";
/// What follows an answer that is too long; without a limit it would still be good JSON.
const TOO_LONG: usize = 10 << 20;
/// Larger bodies than the platform would take are refused; attachments may have 10 MB.
const MAX_BODY: usize = 11 << 20;

struct Arrived {
    entry: EntryId,
    correlation: String,
    latency_ms: f64,
    fault: Option<FaultRule>,
}

pub async fn exchange(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response<Body> {
    if request.method() == Method::OPTIONS {
        return preflight();
    }
    let cut = request.extensions().get::<Cut>().cloned().unwrap_or_default();
    let (mut parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else { return too_large() };
    let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let arrived = arrive(&shared, &parts.method, &path, &parts.headers, &body);
    parts.extensions.insert(Correlation(arrived.correlation.clone()));
    let request = Request::from_parts(parts, Body::from(body));
    let answered = answer(&arrived, &cut, request, next).await;
    let mut world = shared.world();
    let Some(mut response) = answered else {
        // Nobody reads it: the connection is gone.
        return Response::new(Body::empty());
    };
    world.journal.finish(arrived.entry, response.status().as_u16());
    write_headers(&mut response, &arrived.correlation, &world.clock.now().http_date());
    if world.options.clock_skew_ms.is_none() {
        response.headers_mut().insert(CLOCK, HeaderValue::from_static("virtual"));
    }
    response
}

fn arrive(shared: &Shared, method: &Method, path: &str, headers: &HeaderMap, body: &Bytes) -> Arrived {
    let mut world = shared.world();
    world.heard_at = Instant::now();
    let is_connect = path.split('?').next() == Some(GUEST_PATH);
    let connect = if is_connect {
        world.faults.strike(Event::Connect { witness: Witness::of(path).as_ref() })
    } else {
        None
    };
    let fault = connect.or_else(|| world.faults.strike(Event::Request { method: method.as_str(), path }));
    Arrived {
        entry: world.journal.begin(method.as_str(), path, headers, body),
        correlation: world.ids.correlation(),
        latency_ms: world.options.latency_ms,
        fault,
    }
}

/// `None` where the connection was cut.
async fn answer(arrived: &Arrived, cut: &Cut, request: Request, next: Next) -> Option<Response<Body>> {
    let fault = arrived.fault.as_ref();
    let delay = arrived.latency_ms + fault.and_then(|fault| fault.delay_ms).unwrap_or(0.0);
    if delay > 0.0 {
        tokio::time::sleep(millis(delay)).await;
    }
    let Some(fault) = fault else { return Some(next.run(request).await) };
    if fault.cut == Some(CutWhen::Before) {
        cut.now();
        return None;
    }
    if fault.stall == Some(CutWhen::Before) {
        return stalled().await;
    }
    if let Some(respond) = &fault.respond {
        return Some(responded(respond, &arrived.correlation));
    }
    let response = next.run(request).await;
    if fault.cut == Some(CutWhen::After) {
        cut.now();
        return None;
    }
    if fault.stall == Some(CutWhen::After) {
        return stalled().await;
    }
    match fault.garble {
        Some(garble) => Some(garbled(garble, response).await),
        None => Some(response),
    }
}

/// No answer; the connection stands until the client gives it up.
async fn stalled() -> Option<Response<Body>> {
    std::future::pending().await
}

/// The given body, or the vendor's for this status.
fn responded(respond: &Respond, correlation: &str) -> Response<Body> {
    let body = respond.body.clone().unwrap_or_else(|| error_body(respond, correlation));
    let text = if let Value::String(text) = &body { text.clone() } else { body.to_string() };
    let content_type = if body.is_string() { "text/html" } else { "application/json" };
    let mut response = Response::new(Body::from(text));
    *response.status_mut() =
        StatusCode::from_u16(respond.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert("content-type", HeaderValue::from_static(content_type));
    if let Some(seconds) = respond.retry_after_seconds {
        response.headers_mut().insert("retry-after", HeaderValue::from(seconds));
    }
    response
}

fn error_body(respond: &Respond, correlation: &str) -> Value {
    let status = respond.status;
    let code = match status {
        400 => "bad.request",
        401 => "bad.credentials",
        403 => "missing.any.permissions",
        404 => "not.found",
        409 => "general.conflict",
        429 => "too.many.requests.retry.after",
        503 => "service.unavailable",
        504 => "request.timeout",
        _ => "internal.server.error",
    };
    json!({
        "message": "A fault that a test has set.", "code": code, "status": status,
        "contextId": correlation, "details": [], "errors": [],
    })
}

async fn garbled(garble: Garble, response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove("content-length");
    let body = match garble {
        Garble::NotJson => {
            parts.headers.insert("content-type", HeaderValue::from_static("text/html"));
            Bytes::from_static(b"<html><body><h1>Bad gateway</h1></body></html>")
        }
        Garble::TooLong => [bytes, vec![b' '; TOO_LONG].into()].concat().into(),
        Garble::Truncated => bytes.slice(..bytes.len() / 2),
        Garble::WrongShape if bytes.first() == Some(&b'[') => Bytes::from_static(b"{\"unexpected\":true}"),
        Garble::WrongShape => Bytes::from_static(b"[\"unexpected\"]"),
    };
    Response::from_parts(parts, Body::from(body))
}

fn too_large() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

/// Assumed: every page may call, as the platform lets browsers do.
fn preflight() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    headers
        .insert("access-control-allow-methods", HeaderValue::from_static("GET,HEAD,POST,PUT,PATCH,DELETE"));
    headers.insert(
        "access-control-allow-headers",
        HeaderValue::from_static("authorization,content-type,x-amz-tagging"),
    );
    response
}

fn write_headers(response: &mut Response<Body>, correlation: &str, date: &str) {
    let header = |text: &str| HeaderValue::from_str(text).expect("ids and dates are visible ASCII");
    let headers = response.headers_mut();
    headers.insert("inin-correlation-id", header(correlation));
    headers.insert("date", header(date));
    headers.insert("cache-control", HeaderValue::from_static("no-cache, no-store, must-revalidate"));
    headers.insert("access-control-allow-origin", HeaderValue::from_static("*"));
    headers
        .insert("access-control-expose-headers", HeaderValue::from_static("inin-correlation-id,retry-after"));
}
