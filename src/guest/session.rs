//! A guest of its own: connects, writes, reads, and says what it was told.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::book::{Book, Wake};
use super::command::Command;
use super::config::GuestConfig;
use super::core::{Core, Writes, gone, late, unexpected};
use super::driver::Driver;
use super::event::GuestEvent;
use super::exchange::{Answer, Wants};
use super::history_client::Span;
use super::refusal;
use super::request::{MAX_TEXT_BYTES, Request, StartNew};
use super::state::{Machine, Over};
use crate::error::{Effect, Error, Kind, Result};
use crate::net::Deadline;
use crate::net::socket::Dialer;

/// Requests that wait for the driver at the same time.
const QUEUE: usize = 64;
/// Enough for a page of history when a session is taken up.
const RESUME_BUDGET: std::time::Duration = std::time::Duration::from_secs(10);

/// A session that lives until it is disposed of or dropped; dropping closes the socket.
pub struct Session {
    core: Arc<Core>,
    alive: CancellationToken,
    _guard: DropGuard,
}

impl Session {
    /// Connects and configures; the session is usable when this returns.
    pub async fn connect(config: GuestConfig, wake: Wake, deadline: &Deadline) -> Result<Self> {
        config.deployment()?;
        let tries = if config.reconnect { config.timing.reconnect_tries } else { 0 };
        let book = Arc::new(Book::new(Machine::new(tries), wake));
        let config = Arc::new(config);
        let (commands, orders) = mpsc::channel(QUEUE);
        let (resumed, resumptions) = mpsc::channel(1);
        let dialer = Dialer::new(config.network.clone());
        let driver = Driver {
            config: Arc::clone(&config),
            book: Arc::clone(&book),
            commands: orders,
            resumed,
            dialer,
            came_at_once: false,
        };
        let core = Arc::new(Core::new(config, book, commands));
        let alive = CancellationToken::new();
        let guard = alive.clone().drop_guard();
        start(driver, Arc::clone(&core), resumptions, &alive, deadline).await?;
        Ok(Self { core, alive, _guard: guard })
    }

    pub fn book(&self) -> &Arc<Book> {
        &self.core.book
    }

    /// Sends a text and waits for the server's echo; the index of the event.
    pub async fn send(
        &self,
        text: &str,
        attributes: Option<&BTreeMap<String, String>>,
        deadline: &Deadline,
    ) -> Result<usize> {
        if text.len() > MAX_TEXT_BYTES {
            let message = format!("The text has {} bytes; the service takes {MAX_TEXT_BYTES}.", text.len());
            return Err(Error::new(Kind::InvalidInput, message));
        }
        let request = Request::text(text, attributes.unwrap_or(&self.core.config.attributes));
        match self.core.ask(request, Wants::Echo, Writes::Yes, deadline).await? {
            Answer::Echo { index } => Ok(index),
            _ => Err(unexpected()),
        }
    }

    /// The guest clears the conversation; the session is over with it.
    pub async fn clear(&self, deadline: &Deadline) -> Result<()> {
        // The vendor allows this in a read-only session too.
        let request = Request::presence("Clear", &BTreeMap::new());
        self.core.ask(request, Wants::Cleared, Writes::No, deadline).await?;
        let over = self.core.book.until(|pages| pages.machine.over());
        deadline.bound(over).await.map(|_| ()).ok_or_else(|| late(Effect::Done))
    }

    /// Begins another conversation after a read-only end, an expiry or a clear.
    pub async fn start_new(&self, deadline: &Deadline) -> Result<()> {
        let (over, read_only, state) = {
            let pages = self.core.book.open();
            (pages.machine.over(), pages.machine.is_read_only(), pages.machine.word())
        };
        match over {
            Some(Over::Expired | Over::Cleared) => self.reopen(deadline).await,
            Some(over) => Err(refusal::of_over(over)),
            None if read_only => self.start_new_in_place(deadline).await,
            None => Err(Error::new(
                Kind::InvalidInput,
                format!("startNew() follows a read-only end, an expiry or a clear; this session is {state}."),
            )),
        }
    }

    /// As the vendor's SDK does it: every connection of the token is closed, then the session
    /// is configured anew on the same socket.
    async fn start_new_in_place(&self, deadline: &Deadline) -> Result<()> {
        let closed = Wants::Session { connected: false };
        self.core.ask(Request::close_session(), closed, Writes::No, deadline).await?;
        let deployment = self.core.config.deployment()?;
        let request = Request::configure_session(deployment, &self.core.config.guest_token, StartNew::Yes);
        let connected = Wants::Session { connected: true };
        match self.core.ask(request, connected, Writes::No, deadline).await? {
            Answer::Session(session) if !session.read_only => Ok(()),
            _ => Err(refusal::read_only()),
        }
    }

    async fn reopen(&self, deadline: &Deadline) -> Result<()> {
        let (reply, answer) = oneshot::channel();
        self.core.order(Command::Reopen(reply), deadline).await?;
        deadline.bound(answer).await.ok_or_else(|| late(Effect::Unknown))?.map_err(|_| gone())?
    }

    /// Cuts the socket without a farewell.
    pub async fn drop_socket(&self) -> Result<()> {
        let (done, dropped) = oneshot::channel();
        let _ = self.core.commands.send(Command::Drop(done)).await;
        let _ = dropped.await;
        Ok(())
    }

    /// The guest's own history, oldest first.
    pub async fn history(&self, deadline: &Deadline) -> Result<Vec<GuestEvent>> {
        self.core.history(Span::ALL, deadline).await
    }

    /// Closes the socket in good order; safe to call twice.
    pub async fn dispose(&self) {
        self.core.book.change(Machine::disposed);
        let (done, disposed) = oneshot::channel();
        let _ = self.core.commands.send(Command::Dispose(done)).await;
        let _ = disposed.await;
        // What still reads the history for a session that was taken up ends with it.
        self.alive.cancel();
    }
}

/// Starts the tasks, which end with `alive`; returns when the first connection stands.
async fn start(
    driver: Driver,
    core: Arc<Core>,
    mut resumptions: mpsc::Receiver<()>,
    alive: &CancellationToken,
    deadline: &Deadline,
) -> Result<()> {
    let (ready, connected) = oneshot::channel();
    tokio::spawn(alive.clone().run_until_cancelled_owned(driver.run(ready)));
    let weak = Arc::downgrade(&core);
    tokio::spawn(alive.clone().run_until_cancelled_owned(async move {
        while resumptions.recv().await.is_some() {
            let Some(core) = weak.upgrade() else { return };
            // As the vendor's messenger does when it takes up a session; a failure only costs
            // this second proof.
            let _ = core.history(Span::TAKING_UP, &Deadline::after(RESUME_BUDGET)).await;
        }
    }));
    match deadline.bound(connected).await {
        Some(Ok(Ok(()))) => Ok(()),
        Some(Ok(Err(error))) => Err(error),
        Some(Err(_)) => Err(gone()),
        None => Err(late(Effect::None)),
    }
}
