//! A window in memory, for one client of one process.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::ended::Ended;
use super::taken::Taken;
use super::window::{Rule, Window};

/// There is one holder only.
const HOLDER: u64 = 0;

pub struct Alone {
    rule: Rule,
    began: Instant,
    window: Mutex<Window>,
}

impl Alone {
    pub fn new(rule: Rule) -> Self {
        Self { rule, began: Instant::now(), window: Mutex::default() }
    }

    pub fn take(&self) -> Taken {
        let now = self.now();
        let mut window = self.window();
        match window.take(self.rule, HOLDER, 1, now) {
            0 => Taken::Full(Duration::from_millis(window.wait(self.rule, now))),
            _ => Taken::At(now),
        }
    }

    pub fn end(&self, ended: Ended) {
        ended.put_down(&mut self.window(), self.rule, HOLDER, self.now());
    }

    pub fn now(&self) -> u64 {
        self.began.elapsed().as_millis().try_into().unwrap_or(u64::MAX)
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
