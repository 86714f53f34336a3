//! A schedule at work: what has left, and what waits.

use std::time::Instant;

use serde_json::Value;
use tokio::sync::oneshot;

use super::connection::ConnectionId;
use crate::schedule::sentence;
use crate::schedule::{Choice, Deviation, HeldId, Kind, Patience, Point, Unfolding};
use crate::simulator::clock::Timestamp;
use crate::simulator::scheduled::put_off::PutOff;

/// A frame with its address.
#[derive(Debug, Clone)]
pub struct Parcel {
    pub token: String,
    /// `None`: every connection that the guest has when it leaves (measured: messages fan out).
    pub to: Option<ConnectionId>,
    pub frame: Value,
    pub is_closing: bool,
}

/// A schedule at work.
#[derive(Debug)]
pub struct Order {
    /// Told from others, whose timers may still run.
    pub id: u64,
    pub unfolding: Unfolding<Parcel>,
    /// Which frames left, and when by the org's clock.
    pub left: Vec<(Point, Timestamp)>,
    /// Frames that left since somebody last looked at the clock.
    pub fresh: Vec<Point>,
    /// What waits since somebody last set a timer.
    pub waiting: Vec<Waiting>,
    pub histories: Vec<History>,
    /// Connections that end as soon as nothing is held for them.
    pub ending: Vec<ConnectionId>,
    pub put_off: PutOff,
    pub patience: Patience,
}

/// An answer that waits for a frame.
#[derive(Debug)]
pub struct History {
    pub point: Point,
    pub frame: Point,
    pub left: oneshot::Sender<()>,
}

/// What is overdue some time.
#[derive(Debug, Clone, Copy)]
pub enum Waiting {
    Frame(HeldId),
    History(Point),
}

impl Order {
    pub fn new(id: u64, unfolding: Unfolding<Parcel>, patience: Patience) -> Self {
        Self {
            id,
            unfolding,
            left: Vec::new(),
            fresh: Vec::new(),
            waiting: Vec::new(),
            histories: Vec::new(),
            ending: Vec::new(),
            put_off: PutOff::default(),
            patience,
        }
    }

    pub fn now(&mut self) -> &mut Unfolding<Parcel> {
        self.unfolding.at(Instant::now())
    }

    /// The guest's last frame of that kind that left.
    pub fn last(&self, guest: u32, kind: Kind) -> Option<Point> {
        let of = |point: &&Point| point.guest == guest && point.kind == kind;
        self.left.iter().map(|(point, _)| point).rfind(of).copied()
    }

    pub fn left_at(&self, frame: Point) -> Option<Timestamp> {
        self.left.iter().find(|(point, _)| *point == frame).map(|(_, at)| *at)
    }

    /// Answers that waited for this frame.
    pub fn has_left(&mut self, point: Point, now: Timestamp) -> Vec<oneshot::Sender<()>> {
        self.left.push((point, now));
        self.fresh.push(point);
        let waited: Vec<_> = self.histories.extract_if(.., |history| history.frame == point).collect();
        for History { point: history, frame, .. } in &waited {
            let deviation = Deviation::At(*history, Choice::After(*frame));
            self.unfolding.met(deviation, sentence::after(*history, *frame));
            self.unfolding.happen(history.to_string());
        }
        waited.into_iter().map(|history| history.left).collect()
    }
}
