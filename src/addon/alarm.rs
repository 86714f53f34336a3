//! The timers of every deadline, window and pause: a test's fake ones do not reach here. One task waits for whichever is
//! due next: calling one off wakes nobody, and most are called off, just before somebody is told what he waited for.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use napi::Status;
use napi::bindgen_prelude::spawn;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use tokio::sync::Notify;
use tokio::time::{Duration, Instant, timeout_at};

use crate::net::clock::millis;

/// Strong: one that is set keeps Node alive.
type Bell = ThreadsafeFunction<(), (), (), Status, false>;
/// When it is due, and which it is.
type Key = (Instant, u64);

/// Longer than any process lives.
const FAR: Duration = Duration::from_secs(365 * 24 * 3_600);

static ALARMS: LazyLock<Alarms> = LazyLock::new(Alarms::default);

#[derive(Default)]
struct Alarms {
    set: Mutex<Set>,
    /// Told of one that is due before all others.
    sooner: Notify,
}

#[derive(Default)]
struct Set {
    bells: BTreeMap<Key, Bell>,
    last: u64,
    is_watched: bool,
}

/// Rings once after that time, unless it is put off before.
#[napi]
pub struct Alarm(Key);

#[napi]
impl Alarm {
    #[napi(constructor)]
    pub fn new(ms: f64, on_due: Bell) -> Self {
        Self(ALARMS.add(millis(ms).min(FAR), on_due))
    }

    #[napi]
    pub fn off(&self) {
        ALARMS.open().bells.remove(&self.0);
    }
}

impl Alarms {
    fn open(&self) -> MutexGuard<'_, Set> {
        self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, wait: Duration, bell: Bell) -> Key {
        let mut set = self.open();
        set.last += 1;
        let key = (Instant::now() + wait, set.last);
        set.bells.insert(key, bell);
        let (is_watched, is_next) = (std::mem::replace(&mut set.is_watched, true), set.next() == Some(key.0));
        drop(set);
        if !is_watched {
            spawn(Watch.keep());
        } else if is_next {
            self.sooner.notify_one();
        }
        key
    }

    /// Rings what is due; when the next one is.
    fn ring(&self) -> Option<Instant> {
        let mut set = self.open();
        let later = set.bells.split_off(&(Instant::now(), u64::MAX));
        let due = std::mem::replace(&mut set.bells, later);
        let next = set.next();
        drop(set);
        for bell in due.values() {
            bell.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
        next
    }
}

impl Set {
    fn next(&self) -> Option<Instant> {
        self.bells.keys().next().map(|(at, _)| *at)
    }
}

/// Ends with its runtime only: the next alarm then begins another.
struct Watch;

impl Drop for Watch {
    fn drop(&mut self) {
        ALARMS.open().is_watched = false;
    }
}

impl Watch {
    async fn keep(self) {
        loop {
            let sooner = ALARMS.sooner.notified();
            match ALARMS.ring() {
                Some(next) => drop(timeout_at(next, sooner).await),
                None => sooner.await,
            }
        }
    }
}
