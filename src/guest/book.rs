//! What one session knows, shared by its driver and its callers: inbox, state, events to deliver.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::event::{Origin, Update};
use super::frame::Frame;
use super::inbox::Inbox;
use super::standing::{Closure, End};
use super::state::{Machine, Over};
use super::testimony::Testimony;
use super::trap::{Trap, Traps};
use crate::net::clock;
use crate::net::until::until;

/// What a listener is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// A frame is about to be read: who wakes up meanwhile, and looks, waits until it was.
    Comes,
    /// Something waits to be taken.
    Came,
}

pub type Wake = Box<dyn Fn(News) + Send + Sync>;

pub struct Book {
    pages: Mutex<Pages>,
    wake: Wake,
    changed: Notify,
}

/// What came since the last look, in order, and how the guest stands by it.
pub struct Look {
    pub updates: Vec<Update>,
    pub closure: Option<Closure>,
    pub session: u32,
    pub state: &'static str,
}

pub struct Pages {
    pub inbox: Inbox,
    pub machine: Machine,
    updates: Vec<Update>,
    traps: Traps,
}

impl Book {
    pub fn new(machine: Machine, wake: Wake) -> Self {
        Self {
            pages: Mutex::new(Pages {
                inbox: Inbox::default(),
                machine,
                updates: Vec::new(),
                traps: Traps::default(),
            }),
            wake,
            changed: Notify::new(),
        }
    }

    /// Reads or changes what is known. Never held over an await.
    pub fn open(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something happened now; the index of the first event that came of it.
    pub fn note(&self, happened: impl FnOnce(&mut Inbox, i64) -> Vec<Update>) -> Option<usize> {
        self.write(|pages, at| happened(&mut pages.inbox, at))
    }

    fn write(&self, happened: impl FnOnce(&mut Pages, i64) -> Vec<Update>) -> Option<usize> {
        let (index, sprung) = {
            let mut pages = self.open();
            let updates = happened(&mut pages, now_ms());
            if pages.inbox.is_locked() {
                // Refused where there is no open session to lock: its answer will say so again.
                let _ = pages.machine.locked();
            }
            let index = updates.first().map(|update| update.index);
            let sprung = pages.traps.pass(&updates);
            pages.updates.extend(updates);
            (index, sprung)
        };
        sprung.into_iter().for_each(|spring| spring());
        (self.wake)(News::Came);
        self.changed.notify_waiters();
        index
    }

    /// A text frame arrived: inbox and state change together, so that nobody sees one without
    /// the other.
    pub fn receive(&self, text: &str) -> Option<Frame> {
        let mut frame = None;
        self.write(|pages, at| {
            (self.wake)(News::Comes);
            let read = Frame::read(text);
            let was_cleared = pages.inbox.is_cleared();
            let updates = pages.inbox.takes(&read, text.len(), at, Origin::Server);
            frame = read.ok();
            if let Some(frame) = &frame {
                pages.learn(frame, was_cleared);
            }
            updates
        });
        frame
    }

    /// Changes the state; whoever waits looks again.
    pub fn change<T>(&self, change: impl FnOnce(&mut Machine) -> T) -> T {
        let outcome = change(&mut self.open().machine);
        (self.wake)(News::Came);
        self.changed.notify_waiters();
        outcome
    }

    /// Waits until what is known fits. The caller bounds the time.
    pub async fn until<T>(&self, fits: impl Fn(&Pages) -> Option<T>) -> T {
        until(&self.changed, || fits(&self.open())).await
    }

    /// From now on.
    pub fn set(&self, trap: Trap) {
        self.open().traps.set(trap);
    }

    pub fn look(&self) -> Look {
        let mut pages = self.open();
        let updates = std::mem::take(&mut pages.updates);
        let Pages { inbox, machine, .. } = &*pages;
        Look { updates, closure: inbox.closure().cloned(), session: inbox.session(), state: machine.word() }
    }
}

impl Pages {
    pub fn testimony(&self, now: i64, since: i64) -> Testimony {
        match (self.inbox.closure(), self.machine.over()) {
            (None, Some(Over::Disposed)) => Testimony::nothing("the guest was disposed of"),
            _ => self.inbox.testimony(now, since),
        }
    }

    /// What a frame means for the life of the session: as the inbox took it, which knows what is
    /// late. An event that does not fit changes nothing.
    fn learn(&mut self, frame: &Frame, was_cleared: bool) {
        let Self { inbox, machine, .. } = self;
        let _ = match (inbox.view_ended(), frame.session_answer()) {
            (Some(End::Expired), _) => machine.end(Over::Expired),
            (Some(End::Refused), _) => machine.end(Over::Refused),
            // After a clear the server drops the connection: no other tab is behind it.
            (Some(End::Displaced), _) if was_cleared => machine.end(Over::Cleared),
            (Some(End::Displaced), _) => machine.end(Over::Displaced),
            (_, Some(session)) if session.connected => machine.configured(session.read_only),
            _ => Ok(()),
        };
    }
}

/// The time of what happens now.
pub fn now_ms() -> i64 {
    i64::try_from(clock::now_ms()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, OnceLock, mpsc};

    use super::*;

    #[test]
    fn who_is_woken_as_a_frame_comes_can_look_only_when_it_was_read() {
        let (held, (tell, told)) = (Arc::<OnceLock<Book>>::default(), mpsc::channel());
        let known = Arc::clone(&held);
        let wake: Wake = Box::new(move |news| {
            let may_look = known.get().is_some_and(|book| book.pages.try_lock().is_ok());
            let _ = tell.send((news, may_look));
        });
        let book = held.get_or_init(|| Book::new(Machine::new(1), wake));
        book.receive(r#"{"type":"message","class":"SessionExpiredEvent","code":200}"#);
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [(News::Comes, false), (News::Came, true)]);
        assert_eq!(book.look().updates.len(), 1);
    }
}
