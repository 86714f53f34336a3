//! When something will have waited for long enough.

use std::time::Duration;

use crate::schedule::Point;
use crate::simulator::guest_socket::order::Waiting;

#[derive(Debug)]
pub struct Alarm {
    pub after: Duration,
    pub generation: u64,
    pub order: u64,
    pub what: Overdue,
}

#[derive(Debug)]
pub enum Overdue {
    Told(Waiting),
    Words(Vec<Point>),
    Effect(Point),
    WrapUp(Point),
}
