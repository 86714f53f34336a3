//! When something will have waited for long enough.

use std::time::{Duration, Instant};

use crate::schedule::{PATIENCE, PATIENCE_AT_MOST, Point};
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
    pub fn patience(&self, heard_at: Instant) -> Option<Duration> {
        let is_patient = !matches!(self.what, Overdue::WrapUp(_)) && self.begun.elapsed() < PATIENCE_AT_MOST;
        PATIENCE.checked_sub(heard_at.elapsed()).filter(|left| is_patient && !left.is_zero())
    }
}

#[derive(Debug)]
pub enum Overdue {
    Told(Waiting),
    Words(Vec<Point>),
    Effect(Point),
    WrapUp(Point),
}
