//! What one process has taken and spent of a shared window, whatever becomes of its file.
//!
//! A file may be deleted, or a full disk may not take it. Whoever finds another window than it knows
//! adds its own account to it, so that nothing is spent twice; what was in it already counts double
//! for a minute, which is on the safe side.

use super::ended::Ended;
use super::window::{Rule, Window};

pub struct Account {
    holder: u64,
    own: Window,
    /// The window as it was last seen, with what is our own since.
    last: Window,
    /// The window that is known to hold our own account.
    holds_own: Option<u64>,
}

impl Account {
    pub fn new(holder: u64) -> Self {
        Self { holder, own: Window::default(), last: Window::default(), holds_own: None }
    }

    /// The window to go by: `Some(read)` where the file could be used, and what was read of it.
    pub fn window(&mut self, file: Option<Option<Window>>) -> Window {
        let Some(read) = file else { return self.last.clone() };
        let mut window = read.unwrap_or_else(|| Window::begun(born()));
        if self.holds_own != Some(window.born) {
            window.absorb(&self.own);
            self.holds_own = Some(window.born);
        }
        window
    }

    /// Puts down what ended, and takes places; how many there were.
    pub fn change(&mut self, window: &mut Window, rule: Rule, ended: &[Ended], wanted: u32, now: u64) -> u32 {
        for each in [&mut *window, &mut self.own] {
            each.tidy(rule, now);
        }
        for each in ended {
            each.put_down(window, rule, self.holder, now);
            each.own().put_down(&mut self.own, rule, self.holder, now);
        }
        let granted = window.take(rule, self.holder, wanted, now);
        self.own.take(Rule { limit: u32::MAX, ..rule }, self.holder, granted, now);
        granted
    }

    pub fn saw(&mut self, window: Window) {
        self.last = window;
    }

    /// The file may not hold what we did.
    pub fn lose(&mut self) {
        self.holds_own = None;
    }
}

/// The upper half of a random id, and never 0: that of a window without one.
fn born() -> u64 {
    uuid::Uuid::new_v4().as_u64_pair().0
}
