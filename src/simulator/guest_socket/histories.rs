//! Guests' histories under a schedule: as of an earlier frame, or answered after a later one.

use std::collections::BTreeSet;

use tokio::sync::oneshot;

use super::order::{History, Order, Waiting};
use super::sessions::Guests;
use crate::schedule::sentence;
use crate::schedule::{Choice, Deviation, Kind, Point};
use crate::simulator::clock::Timestamp;

/// How a guest's history is answered.
#[derive(Debug)]
pub enum Told {
    Now,
    /// As it was then.
    AsOf(Timestamp),
    /// What is known now, as soon as this comes.
    After(oneshot::Receiver<()>),
}

impl Order {
    /// One frame for each older state that would be another answer.
    fn offer_older(&mut self, history: Point, stamps: &[Timestamp]) {
        let mut answers = BTreeSet::from([stamps.len()]);
        for (frame, at) in self.left.iter().rev().filter(|(frame, _)| frame.guest == history.guest) {
            if answers.insert(known_at(stamps, *at)) {
                self.unfolding.offer(history, Choice::AsOf(*frame));
            }
        }
    }

    fn history(&mut self, token: &str, stamps: &[Timestamp]) -> Told {
        let point = self.now().meet(token, Kind::History);
        self.offer_older(point, stamps);
        let choice = self.unfolding.choice(point);
        match choice {
            Some(Choice::AsOf(frame)) => {
                let then = self.left_at(frame).filter(|then| known_at(stamps, *then) != stamps.len());
                if let Some(then) = then {
                    self.unfolding
                        .met(Deviation::At(point, Choice::AsOf(frame)), sentence::as_of(point, frame));
                    self.unfolding.happen(sentence::answered_as_of(point, frame));
                    return Told::AsOf(then);
                }
            }
            Some(Choice::After(frame)) if self.left_at(frame).is_none() => {
                let (left, waits) = oneshot::channel();
                self.histories.push(History { point, frame, left });
                self.waiting.push(Waiting::History(point));
                return Told::After(waits);
            }
            _ => {}
        }
        self.unfolding.happen(point.to_string());
        Told::Now
    }

    /// Its answer does not wait any longer.
    pub fn history_is_overdue(&mut self, point: Point) {
        for history in self.histories.extract_if(.., |history| history.point == point) {
            self.unfolding.happen(history.point.to_string());
        }
    }
}

fn known_at(stamps: &[Timestamp], then: Timestamp) -> usize {
    stamps.partition_point(|stamp| *stamp <= then)
}

impl Guests {
    pub fn ask_history(&mut self, token: &str, stamps: &[Timestamp]) -> Told {
        self.order.as_mut().map_or(Told::Now, |order| order.history(token, stamps))
    }
}
