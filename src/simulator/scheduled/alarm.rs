//! When something will have waited for long enough.

use std::time::{Duration, Instant};

use crate::schedule::{Patience, Point};
use crate::simulator::guest_socket::order::Waiting;

#[derive(Debug)]
pub struct Alarm {
    pub begun: Instant,
    pub after: Duration,
    pub generation: u64,
    pub order: u64,
    pub what: Overdue,
}

impl Alarm {
    /// How much longer it waits, where the org has heard something meanwhile: a busy test is on its way there.
    pub fn left(&self, heard_at: Instant, Patience { quiet, at_most }: Patience) -> Option<Duration> {
        let is_patient = !matches!(self.what, Overdue::WrapUp(_)) && self.begun.elapsed() < at_most;
        let since = heard_at.max(self.begun).elapsed();
        quiet.checked_sub(since).filter(|left| is_patient && !left.is_zero())
    }
}

#[derive(Debug)]
pub enum Overdue {
    Told(Waiting),
    Words(Vec<Point>),
    Effect(Point),
    WrapUp(Point),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rung_after(ms: u64, patience: Patience) -> Option<Duration> {
        let begun = Instant::now().checked_sub(Duration::from_millis(ms)).expect("a moment ago");
        let alarm =
            Alarm { begun, after: Duration::ZERO, generation: 0, order: 0, what: Overdue::Words(Vec::new()) };
        alarm.left(begun, patience)
    }

    #[test]
    fn a_test_that_says_its_order_is_waited_for_longer_than_one_of_many() {
        assert_eq!(rung_after(1_001, Patience::EXPLORING), None);
        assert!(rung_after(1_001, Patience::GIVEN).is_some_and(|left| left > Duration::from_secs(3)));
        assert_eq!(rung_after(5_001, Patience::GIVEN), None);
    }
}
