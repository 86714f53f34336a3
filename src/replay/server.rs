//! The server of a replay, on a thread and a runtime of its own.

use std::net::{Ipv4Addr, TcpListener as StdListener};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::script::{Script, Side};
use super::values::Values;
use crate::drift::place::Place;
use crate::drift::{Entry, What};
use crate::error::{Error, Kind, Result};

/// How long the play stands still for somebody who takes part in it, and for somebody who has never come.
const PATIENCE: Duration = Duration::from_secs(60);
const PATIENCE_BEFORE: Duration = Duration::from_secs(10);
/// For a look that was made once more, beside the time after which it was.
const PATIENCE_AGAIN: Duration = Duration::from_secs(3);
/// For the other side to have read a frame.
const PATIENCE_READ: Duration = Duration::from_secs(1);

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ReplayOptions {
    pub port: u16,
    /// At the recorded pace, and not as fast as it goes.
    pub pace: bool,
}

/// What a client needs to reach it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reached {
    pub url: String,
    pub deployment_id: String,
}

/// A running replay. Dropping it stops it.
pub struct Replay {
    shutdown: CancellationToken,
    thread: Mutex<Option<JoinHandle<()>>>,
    reached: Reached,
}

struct Shared {
    play: Mutex<Play>,
    moved: Notify,
    pace: bool,
}

struct Play {
    script: Script,
    values: Values,
    begun: Option<Instant>,
}

impl Replay {
    /// Returns once the port accepts connections.
    pub fn start(recording: &Path, options: &ReplayOptions) -> Result<Self> {
        let script = Script::read(recording)?;
        let listener = StdListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(not_started)?;
        let url = format!("http://{}", listener.local_addr().map_err(not_started)?);
        let mut values = Values::new(url.clone());
        let deployment = script.entries.iter().find_map(deployment_of);
        let deployment_id = deployment.map_or_else(String::new, |place| values.of(place));
        let play = Mutex::new(Play { script, values, begun: None });
        let shared = Arc::new(Shared { play, moved: Notify::new(), pace: options.pace });
        let shutdown = CancellationToken::new();
        let thread = spawn(listener, shared, shutdown.clone()).map_err(not_started)?;
        Ok(Self { shutdown, thread: Mutex::new(Some(thread)), reached: Reached { url, deployment_id } })
    }

    pub const fn reached(&self) -> &Reached {
        &self.reached
    }

    /// Closes every connection and frees the port. Safe to call twice.
    pub fn stop(&self) {
        self.shutdown.cancel();
        if let Some(thread) = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        self.stop();
    }
}

fn not_started(cause: std::io::Error) -> Error {
    Error::new(Kind::InvalidInput, format!("The replay could not start: {cause}.")).operation("replay")
}

fn deployment_of(entry: &Entry) -> Option<Place> {
    let path = match &entry.what {
        What::Opens { to, .. } => return to.query.get("deploymentId")?.as_str().and_then(Place::of),
        What::Request { request, .. } => request.path.strip_prefix("/webdeployments/v1/deployments/")?,
        _ => return None,
    };
    Place::of(path.split('/').next()?)
}

fn spawn(
    listener: StdListener,
    shared: Arc<Shared>,
    shutdown: CancellationToken,
) -> std::io::Result<JoinHandle<()>> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let router = Router::new().route("/v1", get(upgrade)).fallback(answer).with_state(shared);
    std::thread::Builder::new().name("genesys-replay".into()).spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            // Connections are tasks of the runtime: dropping it ends them all.
            shutdown.run_until_cancelled(serve(listener, router)).await;
        });
    })
}

async fn serve(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let stream = hyper_util::rt::TokioIo::new(stream);
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(stream, service);
            // What breaks a connection is the client's business.
            let _ = connection.with_upgrades().await;
        });
    }
}

impl Shared {
    fn play(&self) -> MutexGuard<'_, Play> {
        self.play.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all that was before has happened, or is not waited for any longer.
    async fn turn(&self, at: usize) {
        loop {
            let moved = self.moved.notified();
            let Some((before, side)) = self.play().script.before(at) else { break };
            let patience = match side {
                Side::Absent => PATIENCE_BEFORE,
                Side::LookedAgain(after) => PATIENCE_AGAIN + after,
                Side::Here => PATIENCE,
            };
            if tokio::time::timeout(patience, moved).await.is_err() {
                self.play().script.pass(before, at);
                self.moved.notify_waiters();
            }
        }
        if let Some(wait) = self.early(at) {
            tokio::time::sleep(wait).await;
        }
    }

    /// How much too early it is, at the recorded pace.
    fn early(&self, at: usize) -> Option<Duration> {
        let mut play = self.play();
        let begun = *play.begun.get_or_insert_with(Instant::now);
        let first = play.script.entries.first()?.at;
        let due = Duration::from_millis(play.script.entries.get(at)?.at.saturating_sub(first));
        due.checked_sub(begun.elapsed()).filter(|_| self.pace)
    }

    fn done(&self, at: usize) {
        self.play().script.done(at);
        self.moved.notify_waiters();
    }
}

async fn answer(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, body: Bytes) -> Response {
    if method == Method::OPTIONS {
        return allowed(StatusCode::NO_CONTENT.into_response());
    }
    let Some(found) = asked(&shared, &method, &uri, &body) else {
        let body = json!({ "message": "It is not in the recording.", "code": "not.found", "status": 404 });
        return allowed((StatusCode::NOT_FOUND, Json(body)).into_response());
    };
    // Whoever asked went away in the recording.
    let Some((at, status, headers, shape)) = found else { return std::future::pending().await };
    // Where it goes away now, nobody waits for its answer.
    let _over = Over { shared: &shared, at };
    shared.turn(at).await;
    let made = shape.map(|shape| shared.play().values.made(&shape));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let response = match made {
        None => status.into_response(),
        Some(Value::String(text)) if text == "<not json>" => {
            (status, String::from("<html></html>")).into_response()
        }
        Some(body) => (status, Json(body)).into_response(),
    };
    allowed(with_headers(response, &headers))
}

type Found = (usize, u16, serde_json::Map<String, Value>, Option<Value>);

struct Over<'a> {
    shared: &'a Shared,
    at: usize,
}

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.shared.done(self.at);
    }
}

/// `Some(None)`: it was never answered.
fn asked(shared: &Shared, method: &Method, uri: &Uri, body: &Bytes) -> Option<Option<Found>> {
    let mut play = shared.play();
    let Play { script, values, .. } = &mut *play;
    let shape = values.shape_of_path(uri.path());
    let request =
        script.matching(method.as_str(), &shape, |request| values.fits(&request.path, uri.path()))?;
    if let What::Request { request, .. } = &script.entries[request].what {
        values.learn_path(&request.path, uri.path());
        if let (Some(shape), Ok(sent)) = (&request.body, serde_json::from_slice::<Value>(body)) {
            values.learn(shape, &sent);
        }
    }
    let answer = script.answer(request);
    let found = answer.map(|(at, answer)| (at, answer.status, answer.headers.clone(), answer.body.clone()));
    drop(play);
    shared.moved.notify_waiters();
    Some(found)
}

fn with_headers(mut response: Response, recorded: &serde_json::Map<String, Value>) -> Response {
    for (name, value) in recorded {
        let text = match value {
            Value::Bool(true) => uuid::Uuid::new_v4().to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) if Place::of(text).is_none() => text.clone(),
            _ => continue,
        };
        if let (Ok(name), Ok(text)) = (name.parse::<axum::http::HeaderName>(), HeaderValue::from_str(&text)) {
            response.headers_mut().insert(name, text);
        }
    }
    response
}

/// Pages of every origin may read it: it has nothing of anybody's.
fn allowed(mut response: Response) -> Response {
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-methods", "GET,HEAD,POST,PUT,PATCH,DELETE"),
        ("access-control-allow-headers", "authorization,content-type"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

async fn upgrade(State(shared): State<Arc<Shared>>, socket: WebSocketUpgrade) -> Response {
    let taken = shared.play().script.socket();
    let Some((by, number, _)) = taken else { return StatusCode::FORBIDDEN.into_response() };
    let carried = shared.play().script.carried(by, number);
    shared.moved.notify_waiters();
    let refused = carried.iter().find_map(|at| match shared.play().script.entries[*at].what {
        What::Refused { status, .. } => Some((*at, status)),
        _ => None,
    });
    if let Some((at, status)) = refused {
        shared.turn(at).await;
        shared.done(at);
        return StatusCode::from_u16(status.unwrap_or(503)).unwrap_or(StatusCode::FORBIDDEN).into_response();
    }
    socket.on_upgrade(move |socket| converse(shared, carried, socket))
}

async fn converse(shared: Arc<Shared>, carried: Vec<usize>, socket: WebSocket) {
    let (sink, mut stream) = socket.split();
    let ponged = Arc::new(Notify::new());
    let line = Line { sink, ponged: Arc::clone(&ponged), is_deaf: false };
    let writer = tokio::spawn(tell(Arc::clone(&shared), carried.clone(), line));
    while let Some(Ok(message)) = stream.next().await {
        match message {
            Message::Text(text) => hear(&shared, &carried, &text),
            Message::Pong(_) => ponged.notify_one(),
            _ => {}
        }
    }
    writer.abort();
    // What this socket would have carried is not waited for.
    carried.iter().for_each(|at| shared.done(*at));
}

fn hear(shared: &Shared, carried: &[usize], text: &str) {
    let Ok(frame) = serde_json::from_str::<Value>(text) else { return };
    let mut play = shared.play();
    let Play { script, values, .. } = &mut *play;
    if let Some(at) = script.sent(carried, &frame)
        && let What::Sent { frame: shape, .. } = &script.entries[at].what
    {
        values.learn(shape, &frame);
    }
    drop(play);
    shared.moved.notify_waiters();
}

/// To the other side of a socket.
struct Line {
    sink: SplitSink<WebSocket, Message>,
    ponged: Arc<Notify>,
    /// It answers no ping.
    is_deaf: bool,
}

impl Line {
    /// Returns when what was sent has been read: what follows it elsewhere does not overtake it.
    async fn read_out(&mut self) {
        if self.is_deaf {
            let _ = self.sink.flush().await;
        } else if self.sink.send(Message::Ping(Bytes::new())).await.is_ok() {
            self.is_deaf = tokio::time::timeout(PATIENCE_READ, self.ponged.notified()).await.is_err();
        }
    }
}

/// Frames in their turn; the socket's end too, where the server ended it.
async fn tell(shared: Arc<Shared>, carried: Vec<usize>, mut line: Line) {
    for at in carried {
        let what = shared.play().script.entries[at].what.clone();
        match what {
            What::Received { frame, .. } => {
                shared.turn(at).await;
                let (frame, has_company) = {
                    let mut play = shared.play();
                    (play.values.made(&frame).to_string(), play.script.leads(at))
                };
                // What came in one go leaves in one go: between the two nobody has looked.
                let _ = line.sink.feed(Message::Text(frame.into())).await;
                if !has_company {
                    line.read_out().await;
                }
                shared.done(at);
            }
            What::Closed { closed, .. } if closed.by == "server" => {
                shared.turn(at).await;
                let frame = closed.code.filter(|code| *code != 1005 && *code != 1006);
                let frame = frame.map(|code| CloseFrame { code, reason: "".into() });
                let _ = line.sink.send(Message::Close(frame)).await;
                shared.done(at);
            }
            What::Opened { .. } => shared.done(at),
            _ => {}
        }
    }
}
