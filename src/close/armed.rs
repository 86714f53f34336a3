//! What a trigger prepares before its payload comes: all of a close that is not a write.
//!
//! ```text
//!   Armed::prepare: read ─▶ guard ─▶ plan ─▶ wrap-up code        payload: Armed::take ─▶ write ─▶ look
//!            ▲                              │                                 │
//!            └── frames: is_due, 10 s apart ┘          older than 2 s, or none: the ordinary way
//! ```
//!
//! Nothing is believed because it was prepared: what the write comes to is read afterwards, as ever.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::error::Result;
use crate::model::ids::ConversationId;
use crate::platform::trace::millis_of;
use crate::platform::{Call, Client, Guard};

use super::guard;
use super::options::{CloseOptions, Strategy};
use super::plan::Plan;
use super::prepare::prepare;
use super::report::ArmedReport;
use super::state::Seen;

/// A plan is written on for so long after its read was begun.
const FRESH: Duration = Duration::from_secs(2);
/// Others decide how many frames there are; how many reads they cost is decided here.
const READ_AGAIN_EVERY: Duration = Duration::from_secs(10);
/// A plan that is no older is not read anew.
const NEW: Duration = Duration::from_secs(1);
/// So long a close waits for a preparation under way, before it goes the ordinary way beside it.
const HEAD_START: Duration = Duration::from_millis(250);

/// Whether a trigger is armed, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    pub is_armed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Readiness {
    pub const ARMED: Self = Self { is_armed: true, detail: None };

    pub fn not(detail: impl Into<String>) -> Self {
        Self { is_armed: false, detail: Some(detail.into()) }
    }
}

/// One trigger's preparation.
pub struct Armed {
    shelf: Mutex<Shelf>,
    /// One preparation at a time; whoever takes the plan waits for it.
    turn: Semaphore,
    /// The payload has come, or never will.
    over: CancellationToken,
}

impl Default for Armed {
    fn default() -> Self {
        Self { shelf: Mutex::default(), turn: Semaphore::new(1), over: CancellationToken::new() }
    }
}

/// Why such a close is never armed; nothing where it may be.
pub fn why_never(client: &Client, options: &CloseOptions) -> Option<String> {
    let guards: Vec<&Guard> =
        [client.config().guard.as_ref(), options.guard.as_ref()].into_iter().flatten().collect();
    if let Some(clause) = guards.iter().find_map(|guard| guard::clause_that_may_change(guard)) {
        return Some(format!("the guard's {clause} is asked of the very read that plans a write"));
    }
    (options.strategy == Strategy::Teardown).then(|| "a teardown is never prepared".to_string())
}

impl Armed {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads, asks the guard, plans, and chooses the wrap-up code. What fails is no fault of the close that may
    /// follow: it meets it itself.
    pub async fn prepare(&self, call: &Call, id: &ConversationId, options: &CloseOptions) -> Readiness {
        if let Some(why) = why_never(&call.client, options) {
            return Readiness::not(why);
        }
        let Ok(_turn) = self.turn.acquire().await else { return Readiness::not(OVER) };
        let began = Instant::now();
        self.shelf().begins(began);
        let seen = self.shelf().seen_of(id);
        let work = prepare(call, id, options, seen, |seen| self.shelf().seen = Some((id.clone(), seen)));
        let plan = self.over.run_until_cancelled(work).await;
        let mut shelf = self.shelf();
        shelf.requests += call.trace.requests();
        match plan {
            None => Readiness::not(OVER),
            Some(Err(error)) => Readiness::not(format!("{}: {}", error.kind.code(), error.message)),
            Some(Ok(Err(why))) => {
                shelf.kept = None;
                Readiness::not(why)
            }
            Some(Ok(Ok(plan))) => {
                shelf.kept = Some(Kept { id: id.clone(), plan, read_at: began });
                Readiness::ARMED
            }
        }
    }

    /// Gets a token, before it is known which conversation will be read.
    pub async fn log_in(&self, call: &Call) -> Result<()> {
        self.over.run_until_cancelled(call.log_in()).await.unwrap_or(Ok(()))
    }

    /// A frame or a notification came: whether it is time to read anew.
    pub fn is_due(&self) -> bool {
        !self.over.is_cancelled() && self.turn.available_permits() > 0 && self.shelf().is_due(Instant::now())
    }

    /// The payload has come. The plan, where there is one for this conversation that is fresh, and what was seen for it,
    /// plan or not.
    pub(super) async fn take(&self, call: &Call, id: &ConversationId) -> (Option<Plan>, Seen, ArmedReport) {
        if !self.shelf().is_fresh(id, Instant::now()) {
            let patience = HEAD_START.min(call.deadline.remaining() / 4);
            drop(call.deadline.bound_attempt(patience, self.turn.acquire()).await);
        }
        self.over.cancel();
        let mut shelf = self.shelf();
        let (plan, report) = shelf.take(id, Instant::now());
        (plan, shelf.seen_of(id), report)
    }

    /// Whether the latest plan is for this conversation, however old.
    pub fn is_for(&self, id: &ConversationId) -> bool {
        self.shelf().kept.as_ref().is_some_and(|kept| kept.id == *id)
    }

    /// Ends with it, or with the payload.
    pub fn over(&self) -> CancellationToken {
        self.over.clone()
    }

    /// No payload will come.
    pub fn stop(&self) {
        self.over.cancel();
    }
}

const OVER: &str = "the payload has come, or the wait for it is over";

struct Kept {
    id: ConversationId,
    plan: Plan,
    read_at: Instant,
}

#[derive(Default)]
struct Shelf {
    kept: Option<Kept>,
    /// What was seen of which conversation.
    seen: Option<(ConversationId, Seen)>,
    /// When the conversation was last read anew.
    read_again_at: Option<Instant>,
    preparations: u32,
    requests: u32,
}

impl Shelf {
    fn seen_of(&self, wanted: &ConversationId) -> Seen {
        let of_it = self.seen.as_ref().filter(|(id, _)| id == wanted);
        of_it.map(|(_, seen)| seen.clone()).unwrap_or_default()
    }

    fn begins(&mut self, now: Instant) {
        if self.preparations > 0 {
            self.read_again_at = Some(now);
        }
        self.preparations += 1;
    }

    fn is_due(&self, now: Instant) -> bool {
        let is_new = self.kept.as_ref().is_some_and(|kept| now.saturating_duration_since(kept.read_at) < NEW);
        !is_new && self.read_again_at.is_none_or(|at| now.saturating_duration_since(at) >= READ_AGAIN_EVERY)
    }

    fn is_fresh(&self, id: &ConversationId, now: Instant) -> bool {
        self.kept
            .as_ref()
            .is_some_and(|kept| kept.id == *id && now.saturating_duration_since(kept.read_at) <= FRESH)
    }

    fn take(&mut self, id: &ConversationId, now: Instant) -> (Option<Plan>, ArmedReport) {
        let is_fresh = self.is_fresh(id, now);
        let kept = self.kept.take().filter(|_| is_fresh);
        let read_age_ms = kept.as_ref().map(|kept| millis_of(now.saturating_duration_since(kept.read_at)));
        let report = ArmedReport {
            used: kept.is_some(),
            read_age_ms,
            requests: self.requests,
            re_reads: self.preparations.saturating_sub(1),
        };
        (kept.map(|kept| kept.plan), report)
    }
}

#[cfg(test)]
#[path = "armed_tests.rs"]
mod tests;
