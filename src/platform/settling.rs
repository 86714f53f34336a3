//! How soon an accepted change shows in this org: learnt from what closes have seen, so that the
//! first verifying read comes neither early nor late. Pure; the client's memory keeps it.

use std::time::Duration;

/// How long after a write's answer the first look may come, from what is known of no org to the
/// least. How fast real orgs settle is unknown; the first is what a client begins with, and never
/// more is waited.
const WAITS_MS: [u64; 9] = [60, 45, 35, 25, 20, 15, 10, 5, 0];
/// So often in a row an earlier look must have shown the change before all closes rely on it.
const TRUSTED_AFTER: u8 = 3;

/// Where a client without experience begins.
pub const FIRST_LOOK: Duration = Duration::from_millis(WAITS_MS[0]);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// The step that all closes use.
    trusted: usize,
    /// Steps from here on came too early once: they are not tried again.
    too_early: usize,
    shown_in_a_row: u8,
    /// One close at a time tries the next step, so that a miss costs one request and not many.
    is_tried: bool,
    /// Some look has shown its change in time: before that there is no reason to look earlier.
    has_shown: bool,
}

/// The step of one close's first look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step(usize);

impl Step {
    pub const fn wait(self) -> Duration {
        Duration::from_millis(WAITS_MS[self.0])
    }
}

impl Default for Settling {
    fn default() -> Self {
        Self { trusted: 0, too_early: WAITS_MS.len(), shown_in_a_row: 0, is_tried: false, has_shown: false }
    }
}

impl Settling {
    pub fn begin(&mut self) -> Step {
        if !self.has_shown || self.is_tried || self.trusted + 1 >= self.too_early {
            return Step(self.trusted);
        }
        self.is_tried = true;
        Step(self.trusted + 1)
    }

    /// What came of a look: whether the change showed, or `None` where that was not learnt.
    pub fn ended(&mut self, step: Step, showed: Option<bool>) {
        if step.0 > self.trusted {
            self.is_tried = false;
        }
        self.has_shown |= showed == Some(true);
        match showed {
            Some(true) if step.0 == self.trusted + 1 => self.passed(step),
            Some(false) if step.0 >= self.trusted => self.came_too_early(step),
            _ => {}
        }
    }

    fn passed(&mut self, step: Step) {
        self.shown_in_a_row += 1;
        if self.shown_in_a_row >= TRUSTED_AFTER {
            self.trusted = step.0;
            self.shown_in_a_row = 0;
        }
    }

    fn came_too_early(&mut self, step: Step) {
        self.too_early = self.too_early.min(step.0).max(1);
        self.trusted = self.trusted.min(self.too_early - 1);
        self.shown_in_a_row = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An org that shows changes after so many milliseconds; gives the waits of so many closes
    /// in a row, and how many of them looked too early.
    fn closes(settling: &mut Settling, settles_ms: u64, count: usize) -> (Vec<u64>, usize) {
        let mut waits = Vec::new();
        let mut misses = 0;
        for _ in 0..count {
            let step = settling.begin();
            let wait = WAITS_MS[step.0];
            settling.ended(step, Some(wait >= settles_ms));
            misses += usize::from(wait < settles_ms);
            waits.push(wait);
        }
        (waits, misses)
    }

    #[test]
    fn begins_with_what_every_org_is_given_and_comes_close_to_what_this_one_needs() {
        for (settles, best) in [(0, 0), (3, 5), (22, 25), (50, 60), (200, 60)] {
            let mut settling = Settling::default();
            let (waits, misses) = closes(&mut settling, settles, 60);
            assert_eq!(*waits.last().unwrap(), best, "an org that settles in {settles} ms");
            assert!(misses <= 2 || settles > 60, "{misses} looks too early at {settles} ms");
        }
    }

    #[test]
    fn a_first_close_and_those_beside_it_wait_as_long_as_any_org_may_need() {
        let mut settling = Settling::default();
        assert_eq!([settling.begin(), settling.begin()], [Step(0), Step(0)]);
    }

    #[test]
    fn what_came_too_early_once_is_not_tried_again() {
        let mut settling = Settling::default();
        closes(&mut settling, 22, 60);
        let (waits, misses) = closes(&mut settling, 22, 1_000);
        assert_eq!((misses, waits.iter().min()), (0, Some(&25)));
    }

    #[test]
    fn an_org_that_becomes_slow_is_followed_and_never_given_more_than_at_first() {
        let mut settling = Settling::default();
        closes(&mut settling, 0, 60);
        let (waits, misses) = closes(&mut settling, 1_000, 60);
        assert_eq!(waits.last(), Some(&60));
        assert_eq!(misses, 60, "a miss at the longest wait changes nothing");
    }

    #[test]
    fn one_close_at_a_time_tries_and_one_that_learns_nothing_makes_room() {
        let mut settling = Settling::default();
        closes(&mut settling, 0, 1);
        let (trial, beside) = (settling.begin(), settling.begin());
        assert_eq!((trial, beside), (Step(1), Step(0)));
        settling.ended(beside, Some(true));
        assert_eq!(settling.begin(), Step(0));
        settling.ended(trial, None);
        assert_eq!(settling.begin(), Step(1));
    }
}
