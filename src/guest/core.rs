//! How a session's callers ask: when the socket is up, within the limits, within the deadline.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;

use super::book::Book;
use super::command::Command;
use super::config::GuestConfig;
use super::event::GuestEvent;
use super::exchange::{Answer, Wants};
use super::frame::Jwt;
use super::history_client::Span;
use super::limiter::Limiter;
use super::request::{Action, Request};
use super::state::Over;
use super::{history_client, refusal};
use crate::error::{Effect, Error, Kind, Result};
use crate::net::Deadline;

/// The vendor's SDK takes a history token for stale so long before its end.
const JWT_MARGIN_SECONDS: i64 = 5;

/// Everything that a session's callers share.
pub struct Core {
    pub config: Arc<GuestConfig>,
    pub book: Arc<Book>,
    pub commands: mpsc::Sender<Command>,
    limiter: Mutex<Limiter>,
    jwt: Mutex<Option<Jwt>>,
}

/// Whether a request writes into the conversation, which a read-only session refuses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    Yes,
    No,
}

impl Core {
    pub fn new(config: Arc<GuestConfig>, book: Arc<Book>, commands: mpsc::Sender<Command>) -> Self {
        Self { config, book, commands, limiter: Mutex::default(), jwt: Mutex::default() }
    }

    /// Asks the server and waits for the answer.
    pub async fn ask(
        &self,
        request: Request,
        wants: Wants,
        writes: Writes,
        deadline: &Deadline,
    ) -> Result<Answer> {
        self.usable(writes, deadline).await?;
        self.slot(request.action, deadline).await?;
        let (reply, answer) = oneshot::channel();
        self.order(Command::Ask { request, wants, reply }, deadline).await?;
        deadline.bound(answer).await.ok_or_else(|| late(Effect::Unknown))?.map_err(|_| gone())?
    }

    /// Waits for the socket where it is being made again.
    async fn usable(&self, writes: Writes, deadline: &Deadline) -> Result<()> {
        let settled = self.book.until(|pages| {
            let machine = &pages.machine;
            match machine.over() {
                Some(over) => Some(Err(refusal::of_over(over))),
                None if machine.is_read_only() && writes == Writes::Yes => Some(Err(refusal::read_only())),
                None if machine.is_open() || machine.is_read_only() => Some(Ok(())),
                None => None,
            }
        });
        let down =
            || Error::new(Kind::Transport, "The guest's socket is down, and was not up again in time.");
        deadline.bound(settled).await.unwrap_or_else(|| Err(down()))
    }

    /// Waits for the service's own limits, if the deadline allows.
    async fn slot(&self, action: Action, deadline: &Deadline) -> Result<()> {
        loop {
            let wait = {
                let mut limiter = self.limiter.lock().unwrap_or_else(PoisonError::into_inner);
                let (now, wait) = (Instant::now(), limiter.wait(action, Instant::now()));
                if wait.is_zero() {
                    limiter.take(action, now);
                    return Ok(());
                }
                wait
            };
            if !deadline.allows(wait) {
                return Err(too_fast(wait));
            }
            deadline.sleep(wait).await;
        }
    }

    pub async fn order(&self, command: Command, deadline: &Deadline) -> Result<()> {
        let sent = deadline.bound(self.commands.send(command)).await;
        sent.ok_or_else(|| late(Effect::None))?.map_err(|_| gone())
    }

    /// The guest's own history, oldest first; what it proves is taken up.
    pub async fn history(&self, span: Span, deadline: &Deadline) -> Result<Vec<GuestEvent>> {
        let mut read = self.read_history(span, deadline).await;
        if read.as_ref().is_err_and(|error| error.kind == Kind::Unauthorized) {
            *self.jwt.lock().unwrap_or_else(PoisonError::into_inner) = None;
            read = self.read_history(span, deadline).await;
        }
        let entities = read?;
        let mut events = Vec::new();
        self.book.note(|inbox, at| {
            let (read, updates) = inbox.history(&entities, span.reading, at);
            events = read;
            updates
        });
        Ok(events)
    }

    async fn read_history(&self, span: Span, deadline: &Deadline) -> Result<Vec<Value>> {
        let jwt = self.jwt(deadline).await?;
        history_client::read(&self.config, &jwt, span, deadline).await
    }

    async fn jwt(&self, deadline: &Deadline) -> Result<Jwt> {
        let kept = self.jwt.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(jwt) = kept.filter(is_fresh) {
            return Ok(jwt);
        }
        let asked = self.ask(Request::get_jwt(), Wants::Jwt, Writes::No, deadline).await;
        let Answer::Jwt(jwt) = asked.map_err(|error| error.effect(Effect::None))? else {
            return Err(unexpected());
        };
        *self.jwt.lock().unwrap_or_else(PoisonError::into_inner) = Some(jwt.clone());
        Ok(jwt)
    }
}

fn is_fresh(jwt: &Jwt) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    jwt.exp.is_some_and(|exp| exp - JWT_MARGIN_SECONDS > now)
}

pub fn late(effect: Effect) -> Error {
    Error::new(Kind::Timeout, "The guest's service did not answer in time.").effect(effect)
}

pub fn gone() -> Error {
    refusal::of_over(Over::Disposed)
}

pub fn unexpected() -> Error {
    Error::new(Kind::Decode, "The guest's service gave an answer to another question.")
}

fn too_fast(wait: Duration) -> Error {
    let mut error = Error::new(
        Kind::RateLimited,
        "The guest writes faster than the service allows (5 messages a second, 60 requests a minute), and the deadline leaves no time to wait.",
    );
    error.context.retry_after_ms = Some(wait.as_millis().try_into().unwrap_or(u64::MAX));
    error
}
