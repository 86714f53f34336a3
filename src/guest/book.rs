//! What one session knows, shared by its driver and its callers: inbox, state, events to deliver.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::Notify;

use super::event::Update;
use super::inbox::Inbox;
use super::state::Machine;

/// Told whenever events wait to be taken.
pub type Wake = Box<dyn Fn() + Send + Sync>;

pub struct Book {
    pages: Mutex<Pages>,
    wake: Wake,
    changed: Notify,
}

pub struct Pages {
    pub inbox: Inbox,
    pub machine: Machine,
    updates: Vec<Update>,
}

impl Book {
    pub fn new(machine: Machine, wake: Wake) -> Self {
        Self {
            pages: Mutex::new(Pages { inbox: Inbox::default(), machine, updates: Vec::new() }),
            wake,
            changed: Notify::new(),
        }
    }

    /// Reads or changes what is known. Never held over an await.
    pub fn open(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something happened now; the index of the first event that came of it.
    pub fn write(&self, happened: impl FnOnce(&mut Inbox, i64) -> Vec<Update>) -> Option<usize> {
        let index = {
            let mut pages = self.open();
            let updates = happened(&mut pages.inbox, now_ms());
            let index = updates.first().map(|update| update.index);
            pages.updates.extend(updates);
            index
        };
        self.changed.notify_waiters();
        (self.wake)();
        index
    }

    /// Changes the state; whoever waits looks again.
    pub fn change<T>(&self, change: impl FnOnce(&mut Machine) -> T) -> T {
        let outcome = change(&mut self.open().machine);
        self.changed.notify_waiters();
        (self.wake)();
        outcome
    }

    /// Waits until what is known fits. The caller bounds the time.
    pub async fn until<T>(&self, fits: impl Fn(&Pages) -> Option<T>) -> T {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // Registered before looking, so that nothing is missed in between.
            changed.as_mut().enable();
            if let Some(found) = fits(&self.open()) {
                return found;
            }
            changed.await;
        }
    }

    /// The events since the last time, in order.
    pub fn take_updates(&self) -> Vec<Update> {
        std::mem::take(&mut self.open().updates)
    }
}

/// Epoch milliseconds on this machine.
pub fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
