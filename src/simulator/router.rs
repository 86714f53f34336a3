//! The way of a request: correlation id, rights, handler, headers, promised changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body as HttpBody, Bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, HeaderValue, Response};
use axum::routing::{MethodFilter, on};
use serde_json::json;

use super::call::Call;
use super::operations::{Needs, OPERATIONS, Operation};
use super::reply::{Body, Handled, Refusal, Reply};
use super::world::World;

/// What all parts of a running simulator share.
pub struct Shared {
    world: Mutex<World>,
}

impl Shared {
    pub const fn new(world: World) -> Self {
        Self { world: Mutex::new(world) }
    }

    /// A panic in one handler must not silence the org for the others.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Larger bodies than the platform would take are refused.
const MAX_BODY: usize = 3 << 20;

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
    let shared = Arc::clone(shared);
    router.fallback(async move || answer(&shared, Reply::from(Refusal::not_found())))
}

async fn serve(
    shared: Arc<Shared>,
    operation: &'static Operation,
    path: HashMap<String, String>,
    request: Request,
) -> Response<HttpBody> {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, MAX_BODY).await.unwrap_or_default();
    let query = parts.uri.query().unwrap_or_default();
    let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let reply = run(&shared, operation, path, query, parts.headers, body);
    answer(&shared, reply)
}

fn run(
    shared: &Arc<Shared>,
    operation: &Operation,
    path: HashMap<String, String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Reply {
    let mut world = shared.world();
    let token = bearer(&headers).unwrap_or_default();
    let mut call = Call { world: &mut world, path, query, headers, body, token, promised: Vec::new() };
    let handled = allowed(&call, operation).and_then(|()| (operation.handler)(&mut call));
    let promised = std::mem::take(&mut call.promised);
    let settle = Duration::from_secs_f64(world.options.settle_ms / 1000.0);
    let generation = world.generation;
    drop(world);
    if handled.is_ok() {
        for change in promised {
            let shared = Arc::clone(shared);
            tokio::spawn(async move {
                tokio::time::sleep(settle).await;
                let mut world = shared.world();
                if world.generation == generation {
                    world.apply(change);
                }
            });
        }
    }
    into_reply(handled)
}

fn into_reply(handled: Handled) -> Reply {
    handled.unwrap_or_else(Reply::from)
}

/// The scheme's case does not matter (documented).
fn bearer(headers: &HeaderMap) -> Option<String> {
    let (scheme, token) = headers.get("authorization")?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_string())
}

fn allowed(call: &Call<'_>, operation: &Operation) -> Result<(), Refusal> {
    let (names, all) = match operation.needs {
        Needs::Nothing => return Ok(()),
        Needs::Token => (&[][..], true),
        Needs::Any(names) => (names, false),
        Needs::All(names) => (names, true),
    };
    if call.token.is_empty() {
        return Err(Refusal::new(
            401,
            "authentication.required",
            "No authentication bearer token specified in authorization header.",
        ));
    }
    if call.world.tokens.get(&call.token).is_none_or(|ends| *ends <= call.world.clock.now()) {
        return Err(Refusal::new(401, "bad.credentials", "Invalid login credentials."));
    }
    let Some(granted) = &call.world.options.permissions else { return Ok(()) };
    let has = |name: &&str| granted.iter().any(|granted| granted == name);
    if names.is_empty() || if all { names.iter().all(|n| has(n)) } else { names.iter().any(|n| has(n)) } {
        return Ok(());
    }
    let (code, which) = if all {
        ("missing.permissions", "all of the following")
    } else {
        ("missing.any.permissions", "one of the following")
    };
    let listed = names.join(", ");
    let message =
        format!("Unable to perform the requested action. You are missing {which} permission(s): [{listed}]");
    Err(Refusal::new(403, code, message).params(
        "Unable to perform the requested action. You are missing the following permission(s): {permissions}",
        json!({ "permissions": format!("[{listed}]") }),
    ))
}

fn answer(shared: &Shared, reply: Reply) -> Response<HttpBody> {
    let (correlation, date) = {
        let mut world = shared.world();
        (world.ids.correlation(), world.clock.now().http_date())
    };
    let (content_type, bytes) = match reply.body {
        None => (None, Vec::new()),
        Some(Body::Json(value)) => (Some("application/json"), value.to_string().into_bytes()),
        Some(Body::Error(mut value)) => {
            value["contextId"] = json!(correlation);
            (Some("application/json"), value.to_string().into_bytes())
        }
        Some(Body::Text { content_type, text }) => (Some(content_type), text.into_bytes()),
    };
    let mut response = Response::new(HttpBody::from(bytes));
    *response.status_mut() = reply.status.try_into().expect("handlers answer with valid status codes");
    let headers = response.headers_mut();
    let header = |text: &str| HeaderValue::from_str(text).expect("ids and dates are visible ASCII");
    headers.insert("inin-correlation-id", header(&correlation));
    headers.insert("date", header(&date));
    headers.insert("cache-control", HeaderValue::from_static("no-cache, no-store, must-revalidate"));
    if let Some(content_type) = content_type {
        headers.insert("content-type", HeaderValue::from_static(content_type));
    }
    response
}
