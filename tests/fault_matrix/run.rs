//! One cell: a conversation is opened, a fault set, and a close tried.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use playwright_genesys::close::{CloseOptions, CloseReport, close};
use playwright_genesys::error::{Effect, Error};
use playwright_genesys::platform::{Call, Step, Trace};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::closing::{Bench, client};
use super::door::Door;
use super::expected::Want;
use super::faults::{Fault, Lasts, Row, Target};

/// An effect that does not show is waited for 2 s before the write is repeated.
const ONCE: Duration = Duration::from_secs(15);
const EVER: Duration = Duration::from_secs(4);
/// What a loaded machine may add to a deadline.
const MARGIN: Duration = Duration::from_secs(5);

pub struct Cell {
    pub row: Row,
    pub fault: Fault,
    pub lasts: Lasts,
    pub want: Want,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Row { resource, method, target } = self.row;
        write!(f, "{resource} {method} ({target:?}) × {} × {:?}", self.fault.name, self.lasts)
    }
}

struct Seen {
    result: Result<CloseReport, Error>,
    hits: u64,
    elapsed: Duration,
    /// The server's own count.
    took_effect: u64,
    /// Writes that reached it.
    arrived: usize,
    state: Value,
}

pub async fn run(cell: &Cell) -> Result<(), String> {
    let seen = if cell.fault.is_refusal() { refused(cell).await } else { struck(cell).await };
    judge(cell, &seen)
}

async fn struck(cell: &Cell) -> Seen {
    let bench = Bench::start(json!({}), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let fault = bench.fault(cell.fault.rule(&cell.row, &id, cell.lasts));
    let seen = attempt(cell, &bench, &id, json!({}), Trace::default()).await;
    Seen { hits: bench.hits(fault), ..seen }
}

/// The door is shut before the request that is meant, and opened at its first failure.
async fn refused(cell: &Cell) -> Seen {
    let bench = Bench::start(json!({}), json!({}));
    let id = bench.open(json!({ "agent": "connected" }));
    let door = Arc::new(Door::before(bench.simulator.url()));
    let hits = Arc::new(AtomicU32::new(0));
    let target = cell.row.target;
    if matches!(target, Target::Write | Target::VerifyingRead) {
        door.open();
    }
    let url = if target == Target::Token {
        json!({ "loginUrl": door.url() })
    } else {
        json!({ "apiUrl": door.url() })
    };
    let (keeper, count, lasts) = (Arc::clone(&door), Arc::clone(&hits), cell.lasts);
    let trace = Trace::with_listener(move |step| {
        if is_unanswered(step) {
            count.fetch_add(1, Ordering::SeqCst);
            if lasts == Lasts::Once {
                keeper.open();
            }
        } else if count.load(Ordering::SeqCst) == 0 && precedes(step, target) {
            keeper.shut();
        }
    });
    let seen = attempt(cell, &bench, &id, url, trace).await;
    Seen { hits: hits.load(Ordering::SeqCst).into(), ..seen }
}

fn is_unanswered(step: &Step) -> bool {
    step.method.is_some() && step.status.is_none()
}

fn precedes(step: &Step, target: Target) -> bool {
    let is_write = step.path.as_deref().is_some_and(|path| path.starts_with("/api/"))
        && step.method.as_deref() != Some("GET");
    match target {
        Target::Write => step.method.as_deref() == Some("GET"),
        Target::VerifyingRead => is_write,
        Target::FirstRead | Target::Token => false,
    }
}

async fn attempt(cell: &Cell, bench: &Bench, id: &str, more: Value, trace: Trace) -> Seen {
    let mut connection = json!({ "resource": cell.row.resource });
    if cell.fault.is_stall() {
        connection["timing"] = json!({ "attemptMs": 1_000 });
    }
    connection.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let client = client(&bench.simulator, connection);
    let deadline = if cell.lasts == Lasts::Once { ONCE } else { EVER };
    let call = Call::new(&client, Some(deadline), trace);
    let options: CloseOptions = serde_json::from_value(options(cell)).unwrap();
    let started = Instant::now();
    let result = close(call, &id.parse().unwrap(), &options, &Arc::new(Notify::new())).await;
    let elapsed = started.elapsed();
    let record = bench.record(id);
    let count = |name: &str| record["effects"][name].as_u64().unwrap();
    let took_effect = count("participantDisconnects") + count("conversationDisconnects");
    Seen { result, hits: 0, elapsed, took_effect, arrived: bench.writes(), state: record["state"].clone() }
}

/// By id, so that no list is read in between.
fn options(cell: &Cell) -> Value {
    if cell.row.method == "POST" && cell.row.target == Target::Write {
        return json!({ "strategy": "teardown" });
    }
    json!({ "wrapUp": { "id": code_id() } })
}

/// The ids of a simulator come from its seed: those of any other with the same are the same.
fn code_id() -> String {
    static ID: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    ID.get_or_init(|| std::thread::spawn(read_code_id).join().unwrap()).clone()
}

fn read_code_id() -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let bench = Bench::usual();
        let call = Call::new(&bench.client, None, Trace::default());
        let codes =
            playwright_genesys::platform::endpoints::routing::list_wrapup_codes(&call, None).await.unwrap();
        codes.into_iter().find(|code| code.name == "E2E Test Closure").unwrap().id
    })
}

fn judge(cell: &Cell, seen: &Seen) -> Result<(), String> {
    let deadline = if cell.lasts == Lasts::Once { ONCE } else { EVER };
    require(seen.hits > 0, || "the fault never struck".into())?;
    require(seen.elapsed <= deadline + MARGIN, || format!("it took {:?}", seen.elapsed))?;
    require(seen.took_effect <= 1, || format!("{} writes took effect", seen.took_effect))?;
    match (&seen.result, cell.want) {
        (Ok(report), Want::Closed) => judge_report(cell, report, seen),
        (Err(error), Want::Fails { code, effect }) => judge_error(error, code, effect, seen),
        (Ok(_), want) => Err(format!("it closed, wanted: {want:?}")),
        (Err(error), want) => {
            Err(format!("{} {:?} ({error}), wanted: {want:?}", error.kind.code(), error.context.effect))
        }
    }
}

fn judge_report(cell: &Cell, report: &CloseReport, seen: &Seen) -> Result<(), String> {
    let outcome = serde_json::to_value(report).unwrap()["outcome"].clone();
    require(outcome == "closed" && seen.state == "closed", || {
        format!("outcome {outcome}, state {}", seen.state)
    })?;
    require(seen.took_effect == 1, || format!("{} writes took effect", seen.took_effect))?;
    // Only a write that was struck before its effect is sent again.
    let at_most = if cell.row.target == Target::Write && !cell.fault.comes_after() { 2 } else { 1 };
    require((1..=at_most).contains(&seen.arrived), || format!("{} writes arrived", seen.arrived))?;
    let sent = report.steps.iter().filter(|step| step.method.is_some() && step.name != "log in").count();
    require(report.requests as usize == sent, || format!("{} requests, {sent} steps", report.requests))
}

fn judge_error(error: &Error, code: &str, effect: Effect, seen: &Seen) -> Result<(), String> {
    let context = &error.context;
    require((error.kind.code(), context.effect) == (code, effect), || {
        format!("{} {:?} ({error}), wanted: {code} {effect:?}", error.kind.code(), context.effect)
    })?;
    let is_true = match context.effect {
        Effect::None => seen.took_effect == 0,
        Effect::Done => seen.took_effect == 1,
        Effect::Unknown => true,
    };
    require(is_true, || format!("effect {:?}, and {} writes took effect", context.effect, seen.took_effect))?;
    require(context.attempts > 0, || "no attempts are told".into())?;
    // What was answered within the same millisecond took none.
    require(context.report.is_some(), || "no report".into())
}

fn require(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}
