//! From an address to its handler: rights, budget, media type, then the handler itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use axum::routing::{MethodFilter, on};
use axum::{Extension, Router, middleware};
use serde_json::json;
use tokio::sync::oneshot;

use super::call::Call;
use super::exchange::{Correlation, exchange};
use super::limits::{Allowance, Spent};
use super::operations::{Needs, OPERATIONS, Operation};
use super::reply::{Body, Handled, Refusal, Reply};
use super::shared::{Shared, settle};
use super::{control_server, guest_socket, notifications, pages, rights};
use crate::model::ids::ConversationId;
use crate::schedule::Patience;

/// A frame and an answer go by two connections, and whoever gets both reads them in any order: so much apart, in theirs.
const APART: Duration = Duration::from_millis(50);

pub fn router(shared: &Arc<Shared>) -> Router {
    let mut router = Router::new();
    for operation in OPERATIONS {
        let filter = MethodFilter::try_from(operation.method.clone()).expect("a standard method");
        let shared = Arc::clone(shared);
        let serve = move |path: RawPathParams, request: Request| {
            let path = path.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
            serve(shared, operation, path, request)
        };
        router = router.route(operation.path, on(filter, serve));
    }
    let layer = middleware::from_fn_with_state(Arc::clone(shared), exchange);
    router
        .merge(guest_socket::routes(shared))
        .merge(notifications::routes(shared))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .layer(layer)
        .merge(control_server::routes(shared))
        .merge(pages::routes(shared))
}

/// Assumed: a known path with another method is not found either.
async fn unknown(Extension(correlation): Extension<Correlation>) -> Response<HttpBody> {
    write(Refusal::not_found().into(), &correlation)
}

async fn serve(
    shared: Arc<Shared>,
    operation: &'static Operation,
    path: HashMap<String, String>,
    request: Request,
) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let correlation = parts.extensions.get::<Correlation>().cloned();
    // The exchange has read the whole body before.
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let (handled, spent, waits_for) = run(&shared, operation, path, parts, body);
    if let Some(frame) = waits_for {
        // Where it never leaves, or no pong comes, nobody waits any longer.
        let Patience { quiet, at_most } = shared.world().patience();
        let _ = tokio::time::timeout(at_most + quiet, frame).await;
        tokio::time::sleep(APART).await;
    }
    let mut response =
        write(handled.unwrap_or_else(Reply::from), &correlation.expect("the exchange sets it"));
    if let Some(spent) = spent {
        spent.write(response.headers_mut());
    }
    response
}

fn run(
    shared: &Arc<Shared>,
    operation: &Operation,
    path: HashMap<String, String>,
    parts: Parts,
    body: Bytes,
) -> (Handled, Option<Spent>, Option<oneshot::Receiver<()>>) {
    let query = parts.uri.query().unwrap_or_default();
    let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let token = bearer(&parts.headers).unwrap_or_default();
    let mut world = shared.world();
    let mut call = Call {
        world: &mut world,
        path,
        query,
        headers: parts.headers,
        body,
        token,
        promised: Vec::new(),
        waits_for: None,
    };
    let spent = spend(&mut call, operation, shared.elapsed_ms());
    let handled = within(spent)
        .and_then(|()| rights::check(&call, operation))
        .and_then(|()| media_type(&call, operation))
        .and_then(|()| (operation.handler)(&mut call));
    let read =
        operation.reads_conversation().then(|| call.id::<ConversationId>("conversationId").ok()).flatten();
    let (promised, waits_for) = (std::mem::take(&mut call.promised), call.waits_for.take());
    if handled.is_ok() {
        settle(shared, &mut world, promised);
        if let Some(conversation) = read {
            world.was_read(&conversation);
        }
    }
    (handled, spent, waits_for)
}

/// The scheme's case does not matter (documented).
fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get("authorization")?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_string())
}

fn spend(call: &mut Call<'_>, operation: &Operation, elapsed_ms: u64) -> Option<Spent> {
    let limits = &call.world.options.limits;
    let allowance = Allowance { requests: limits.requests_per_minute()?, window_ms: limits.window_ms() };
    if matches!(operation.needs, Needs::Nothing) {
        return None;
    }
    let now = elapsed_ms + call.world.clock.advanced_ms();
    // Documented as "per token/client"; the stricter reading: another login buys no second budget.
    let is_ours = call.world.sign_ins.of(&call.token).is_some();
    let spender = if is_ours { &call.world.org.client_id } else { &call.token };
    Some(call.world.budgets.spend(spender, allowance, now))
}

fn within(spent: Option<Spent>) -> Result<(), Refusal> {
    spent.filter(|spent| spent.is_over()).map_or(Ok(()), |spent| Err(spent.refusal()))
}

/// Documented: a body that is not JSON is refused.
fn media_type(call: &Call<'_>, operation: &Operation) -> Result<(), Refusal> {
    let writes = matches!(operation.method, Method::POST | Method::PUT | Method::PATCH);
    let given = call.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = given.to_ascii_lowercase().starts_with("application/json");
    if !writes || is_json || call.body.is_empty() || matches!(operation.needs, Needs::Nothing) {
        return Ok(());
    }
    Err(Refusal::new(415, "unsupported.media.type", "The media type of the request is not supported."))
}

fn write(reply: Reply, correlation: &Correlation) -> Response<HttpBody> {
    let (content_type, bytes) = match reply.body {
        None => (String::new(), Vec::new()),
        Some(Body::Json(value)) => ("application/json".into(), value.to_string().into_bytes()),
        Some(Body::Error(mut value)) => {
            value["contextId"] = json!(correlation.0);
            ("application/json".into(), value.to_string().into_bytes())
        }
        Some(Body::Text { content_type, text }) => (content_type.into(), text.into_bytes()),
        Some(Body::Bytes { content_type, bytes }) => (content_type, bytes),
        Some(Body::Redirect { to }) => return redirect(&to),
    };
    let mut response = Response::new(HttpBody::from(bytes));
    *response.status_mut() = reply.status.try_into().expect("handlers answer with valid status codes");
    // A guest may have named a type that no header can carry.
    if let Some(content_type) = HeaderValue::from_str(&content_type).ok().filter(|value| !value.is_empty()) {
        response.headers_mut().insert("content-type", content_type);
    }
    response
}

fn redirect(to: &str) -> Response<HttpBody> {
    let mut response = Response::new(HttpBody::empty());
    *response.status_mut() = StatusCode::FOUND;
    // It was read as a URL before.
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert("location", to);
    }
    response
}
