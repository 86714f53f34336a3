//! A window in a file, for all processes of the machine.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use super::account::Account;
use super::ended::{Ended, How};
use super::taken::Taken;
use super::window::{Rule, Window};
use crate::error::Result;
use crate::sharing::{Locked, Store};

/// How long what ended may wait for a visit that would be made anyway.
const LATER: Duration = Duration::from_millis(100);
/// How long a visit tries to get the lock: others hold it for less than a millisecond.
const PATIENCE: Duration = Duration::from_millis(20);
/// A place that nobody used by then goes back: it must leave long before its flight counts as over.
const STALE_MS: u64 = 2_000;

pub struct Pool {
    rule: Rule,
    store: Store,
    /// One visit at a time; whoever waits may find a place in hand.
    turn: Semaphore,
    hand: Mutex<Hand>,
    account: Mutex<Account>,
}

/// What this process has of the window between two visits.
#[derive(Default)]
struct Hand {
    /// When each place that nobody uses yet was taken.
    ready: Vec<u64>,
    ended: Vec<Ended>,
    waiting: u32,
    /// Until then the window is known to be full.
    full_until: Option<Instant>,
    is_visit_due: bool,
    trouble: Option<String>,
    is_trouble_told: bool,
}

/// Somebody who wants a place; counted, so that one visit serves all.
pub struct Waiter(Arc<Pool>);

impl Drop for Waiter {
    fn drop(&mut self) {
        let mut hand = self.0.hand();
        hand.waiting -= 1;
        let is_left_over = hand.waiting == 0 && !hand.ready.is_empty();
        drop(hand);
        if is_left_over {
            self.0.visit_later();
        }
    }
}

enum Visit {
    Done,
    Busy,
}

impl Pool {
    pub fn new(rule: Rule, store: Store) -> Self {
        // The upper half of a random id: unlike any other process's.
        let (holder, _) = uuid::Uuid::new_v4().as_u64_pair();
        let account = Mutex::new(Account::new(holder));
        Self { rule, store, turn: Semaphore::new(1), hand: Mutex::default(), account }
    }

    pub fn stand_in_line(self: &Arc<Self>) -> Waiter {
        self.hand().waiting += 1;
        Waiter(Arc::clone(self))
    }

    pub async fn take(self: &Arc<Self>) -> Result<Taken> {
        let _turn = self.turn.acquire().await.expect("the semaphore is never closed");
        if let Some(known) = self.known() {
            return Ok(known);
        }
        match self.visit_off_thread(Why::ToTake).await? {
            Visit::Done => Ok(self.known().unwrap_or(Taken::Busy)),
            Visit::Busy => Ok(Taken::Busy),
        }
    }

    /// Puts a place down, with the next visit or a moment later.
    pub fn end(self: &Arc<Self>, ended: Ended) {
        self.hand().ended.push(ended);
        self.visit_later();
    }

    pub fn trouble(&self) -> Option<String> {
        self.hand().trouble.take()
    }

    #[cfg(test)]
    pub fn rule(&self) -> Rule {
        self.rule
    }

    #[cfg(test)]
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// What can be answered without a visit.
    fn known(&self) -> Option<Taken> {
        let mut hand = self.hand();
        hand.set_aside_stale(now());
        if let Some(taken) = hand.ready.pop() {
            drop(hand);
            return Some(Taken::At(taken));
        }
        let left = hand.full_until?.saturating_duration_since(Instant::now());
        if left.is_zero() {
            hand.full_until = None;
            return None;
        }
        Some(Taken::Full(left))
    }

    fn visit_later(self: &Arc<Self>) {
        // Without a runtime nothing of ours runs any more; others wait until the flight counts as over.
        let Ok(runtime) = Handle::try_current() else { return };
        if std::mem::replace(&mut self.hand().is_visit_due, true) {
            return;
        }
        let pool = Arc::clone(self);
        runtime.spawn(async move {
            tokio::time::sleep(LATER).await;
            pool.hand().is_visit_due = false;
            if pool.has_something_to_put_down()
                && matches!(pool.visit_off_thread(Why::ToPutDown).await, Ok(Visit::Busy))
            {
                pool.visit_later();
            }
        });
    }

    async fn visit_off_thread(self: &Arc<Self>, why: Why) -> Result<Visit> {
        let pool = Arc::clone(self);
        // Lost only where the runtime ends: then nobody waits for a place any more.
        tokio::task::spawn_blocking(move || pool.visit(why)).await.unwrap_or(Ok(Visit::Busy))
    }

    /// Puts down what ended and takes what is waited for; whoever asked may be gone by then. Where
    /// the file cannot be used, the window is the one that was last seen, with what is our own.
    fn visit(&self, why: Why) -> Result<Visit> {
        self.store.prepare()?;
        let locked = match self.file(why) {
            Ok(File::Locked(locked)) => Some(locked),
            Ok(File::Gone) => None,
            Ok(File::Busy) => return Ok(Visit::Busy),
            Err(cause) => {
                self.note(&cause);
                None
            }
        };
        let now = now();
        let (ended, wanted) = self.hand().errand(why, now);
        let mut account = self.account.lock().unwrap_or_else(PoisonError::into_inner);
        let mut window = account.window(locked.as_ref().map(read));
        let granted = account.change(&mut window, self.rule, &ended, wanted, now);
        if granted > 0 || !ended.is_empty() {
            self.keep(locked.as_ref(), &window, &mut account);
        }
        let wait = Duration::from_millis(window.wait(self.rule, now));
        account.saw(window);
        drop(account);
        let mut hand = self.hand();
        hand.ready.extend((0..granted).map(|_| now));
        if granted < wanted {
            hand.full_until = Some(Instant::now() + wait);
        }
        Ok(Visit::Done)
    }

    /// Writes the window; what was not written whole, under the lock, must not be relied upon.
    fn keep(&self, locked: Option<&Locked>, window: &Window, account: &mut Account) {
        let Some(locked) = locked else { return account.lose() };
        if let Err(cause) = write(locked, window) {
            self.note(&cause);
            account.lose();
        } else if !locked.is_sound() {
            account.lose();
        }
    }

    fn file(&self, why: Why) -> io::Result<File> {
        // Somebody has cleaned up; only a request begins the folder anew.
        if matches!(why, Why::ToPutDown) && !self.store.folder().exists() {
            return Ok(File::Gone);
        }
        Ok(self.lock()?.map_or(File::Busy, File::Locked))
    }

    fn lock(&self) -> io::Result<Option<Locked>> {
        let started = std::time::Instant::now();
        loop {
            let locked = self.store.try_lock()?;
            if locked.is_some() || started.elapsed() > PATIENCE {
                return Ok(locked);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn has_something_to_put_down(&self) -> bool {
        let hand = self.hand();
        !hand.ended.is_empty() || !hand.ready.is_empty()
    }

    fn note(&self, cause: &io::Error) {
        let mut hand = self.hand();
        if !std::mem::replace(&mut hand.is_trouble_told, true) {
            let kind = cause.kind();
            hand.trouble = Some(format!("cannot be used ({kind}): this process counts for itself alone"));
        }
    }

    fn hand(&self) -> MutexGuard<'_, Hand> {
        self.hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hand {
    /// What a visit puts down, and how many places it wants.
    fn errand(&mut self, why: Why, now: u64) -> (Vec<Ended>, u32) {
        let surplus = self.ready.len().saturating_sub(usize::try_from(self.waiting).unwrap_or(usize::MAX));
        let unused = self.ready.drain(..surplus);
        self.ended.extend(unused.map(|taken| Ended { taken, how: How::Unsent }));
        self.set_aside_stale(now);
        let in_hand = self.ready.len().try_into().unwrap_or(u32::MAX);
        let wanted = match why {
            Why::ToTake => self.waiting.saturating_sub(in_hand),
            Why::ToPutDown => 0,
        };
        (std::mem::take(&mut self.ended), wanted)
    }

    fn set_aside_stale(&mut self, now: u64) {
        let is_fresh = |taken: &u64| (now.saturating_sub(STALE_MS)..=now).contains(taken);
        let (fresh, stale): (Vec<_>, Vec<_>) = self.ready.drain(..).partition(is_fresh);
        self.ready = fresh;
        self.ended.extend(stale.into_iter().map(|taken| Ended { taken, how: How::Unsent }));
    }
}

#[derive(Debug, Clone, Copy)]
enum Why {
    ToTake,
    ToPutDown,
}

enum File {
    Locked(Locked),
    Busy,
    Gone,
}

/// What cannot be believed counts as a window that was lost.
fn read(locked: &Locked) -> Option<Window> {
    locked.read().and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

fn write(locked: &Locked, window: &Window) -> io::Result<()> {
    locked.replace(&serde_json::to_vec(window)?)
}

/// Milliseconds since 1970: the one clock that processes share.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().try_into().unwrap_or(u64::MAX)
}
