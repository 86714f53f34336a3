//! All guest sockets of one page, and what a test does to them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use super::handle::{Handle, Order};
use super::injected;
use super::ordered::{HasSession, Ordered};
use super::rules::{AtClosing, AtConnect, FaultId, LineFault, Rules};
use crate::error::{Error, Kind, Result};
use crate::schedule::{Course, HeldId, Schedule, Step};

#[derive(Debug, Default)]
pub struct Line(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    rules: Rules,
    sockets: Vec<Arc<Handle>>,
    ordered: Option<Ordered>,
}

/// What to do where a page has no socket to break.
pub const NO_SOCKET_HINT: &str = "Wait until the chat of the page has started: its guest socket must stand.";

/// A page that does not read must not hold a test for ever.
const LEAVE_LIMIT: Duration = Duration::from_secs(5);

impl Line {
    pub fn set(&self, fault: LineFault) -> FaultId {
        self.state().rules.set(fault)
    }

    pub fn hits(&self, fault: FaultId) -> u32 {
        self.state().rules.hits(fault)
    }

    /// Resets every open socket; resolves when they are gone.
    pub async fn drop_sockets(&self) -> Result<()> {
        let sockets = self.open_sockets()?;
        // Forgotten at once: who asks next must not meet a socket that is on its way out.
        self.state().sockets.clear();
        for socket in &sockets {
            socket.reset.cancel();
        }
        for socket in &sockets {
            let _ = timeout(LEAVE_LIMIT, socket.over.cancelled()).await;
        }
        Ok(())
    }

    /// The same, for whoever does not wait.
    pub(super) fn cut(&self) {
        self.state().sockets.drain(..).for_each(|socket| socket.reset.cancel());
    }

    /// Half open: nothing is read or written until [`Line::undo`].
    pub fn silence(&self) -> Result<()> {
        self.open_sockets()?.iter().for_each(|socket| socket.set_silent(true));
        Ok(())
    }

    /// The page is told that its session has expired, and refused as such until it asks for one.
    pub async fn expire_session(&self) -> Result<()> {
        for socket in self.open_sockets()? {
            socket.set_expired(true);
            put(&socket, injected::session_expired()).await;
        }
        Ok(())
    }

    /// The page is told that another connection took its place, and closed.
    pub async fn displace(&self) -> Result<()> {
        for socket in self.open_sockets()? {
            put(&socket, injected::connection_closed()).await;
            socket.order(Order::Close);
        }
        Ok(())
    }

    /// Has frames come in the order of a schedule from now on; what waits for another one comes now.
    pub fn begin(&self, schedule: Schedule) {
        let mut state = self.state();
        let before = state.ordered.replace(Ordered::begin(schedule));
        let Some((before, socket)) = before.zip(state.sockets.last()) else { return };
        before.end().for_each(|message| socket.order(Order::Carry(message)));
    }

    /// What came of it; nothing where no schedule was begun.
    pub fn course(&self) -> Option<Course> {
        self.state().ordered.as_ref().map(Ordered::course)
    }

    /// The steps of a schedule; nothing where the frame has no place in one.
    pub(super) fn in_order(&self, session: &mut HasSession, message: &Message) -> Option<Vec<Step<Message>>> {
        self.state().ordered.as_mut()?.tell(session, message)
    }

    pub(super) fn overdue(&self, held: HeldId) -> Vec<Step<Message>> {
        self.state().ordered.as_mut().map(|ordered| ordered.overdue(held)).unwrap_or_default()
    }

    /// No more faults, no silence; what was held back leaves.
    pub fn undo(&self) {
        let mut state = self.state();
        state.rules.clear();
        for socket in &state.sockets {
            socket.set_expired(false);
            socket.set_silent(false);
            socket.order(Order::Release);
        }
    }

    pub(super) fn at_connect(&self) -> Option<AtConnect> {
        self.state().rules.at_connect()
    }

    /// `is_closing` is asked only where a rule waits for such a frame.
    pub(super) fn at_frame(&self, is_closing: impl FnOnce() -> bool) -> Option<AtClosing> {
        let awaits = self.state().rules.await_closing();
        if awaits && is_closing() { self.state().rules.at_closing() } else { None }
    }

    pub(super) fn join(&self, socket: &Arc<Handle>) {
        self.state().sockets.push(Arc::clone(socket));
    }

    pub(super) fn leave(&self, socket: &Arc<Handle>) {
        self.state().sockets.retain(|other| !Arc::ptr_eq(other, socket));
    }

    fn open_sockets(&self) -> Result<Vec<Arc<Handle>>> {
        let sockets = self.state().sockets.clone();
        if sockets.is_empty() {
            let error = Error::new(Kind::NotFound, "The page has no open guest socket.");
            return Err(error.hint(NO_SOCKET_HINT));
        }
        Ok(sockets)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn put(socket: &Handle, text: String) {
    let left = socket.put(text);
    // From a silent socket it leaves when the silence ends.
    if !socket.is_silent() {
        let _ = timeout(LEAVE_LIMIT, left).await;
    }
}
