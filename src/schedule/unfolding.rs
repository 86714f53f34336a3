//! A schedule on its way: counts the points, and says what leaves when.

use std::collections::HashMap;
use std::time::Instant;

use super::choice::{Choice, Timeout};
use super::course::Course;
use super::kind::Kind;
use super::log::{Log, event_of};
use super::point::Point;
use super::sentence;
use super::word::{Deviation, Schedule};

/// What whoever carries frames shall do, in this order.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<F> {
    /// It goes to the guest now.
    Leave { point: Point, frame: F },
    /// The guest's sockets are reset as soon as what was sent before is read.
    Cut { guest: u32 },
    /// A frame waits: after [`PATIENCE`](super::PATIENCE) it is overdue.
    Hold(HeldId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldId(u64);

#[derive(Debug)]
struct Held<F> {
    id: HeldId,
    point: Point,
    frame: F,
    /// How many more frames pass it.
    passes: u8,
}

/// One schedule, from its beginning; `F` is a frame with its address.
#[derive(Debug)]
pub struct Unfolding<F> {
    schedule: Schedule,
    log: Log,
    now: Instant,
    /// What guests are known by; the first is guest 1.
    guests: Vec<String>,
    counts: HashMap<(u32, Kind), u32>,
    held: Vec<Held<F>>,
    /// They wait for a connection.
    parked: Vec<(Point, F)>,
    last: u64,
}

impl<F: Clone> Unfolding<F> {
    pub fn new(schedule: Schedule, now: Instant) -> Self {
        Self {
            schedule,
            log: Log::default(),
            now,
            guests: Vec::new(),
            counts: HashMap::new(),
            held: Vec::new(),
            parked: Vec::new(),
            last: 0,
        }
    }

    /// Sets its clock for what comes next.
    pub const fn at(&mut self, now: Instant) -> &mut Self {
        self.now = now;
        self
    }

    pub fn course(&self) -> Course {
        self.log.course(&self.schedule)
    }

    /// Numbered when they are first met.
    pub fn guest(&mut self, name: &str) -> u32 {
        self.known(name).unwrap_or_else(|| {
            self.guests.push(name.into());
            u32::try_from(self.guests.len()).unwrap_or(u32::MAX)
        })
    }

    pub fn known(&self, name: &str) -> Option<u32> {
        let index = self.guests.iter().position(|known| known == name)?;
        u32::try_from(index + 1).ok()
    }

    pub fn name(&self, guest: u32) -> Option<&str> {
        self.guests.get(guest.checked_sub(1)? as usize).map(String::as_str)
    }

    /// The point that would be met next.
    pub fn next(&mut self, guest: &str, kind: Kind) -> Point {
        let guest = self.guest(guest);
        let count = self.counts.get(&(guest, kind)).copied().unwrap_or_default() + 1;
        Point { guest, kind, count }
    }

    pub fn meet(&mut self, guest: &str, kind: Kind) -> Point {
        let point = self.next(guest, kind);
        self.counts.insert((point.guest, kind), point.count);
        self.log.meet(point, self.now);
        point
    }

    pub fn choice(&self, point: Point) -> Option<Choice> {
        self.schedule.deviations().iter().find_map(|deviation| match deviation {
            Deviation::At(at, choice) if *at == point => Some(*choice),
            _ => None,
        })
    }

    /// A frame to a guest: what leaves now, and what because of it.
    pub fn tell(&mut self, guest: &str, kind: Kind, frame: F) -> Vec<Step<F>> {
        let point = self.meet(guest, kind);
        match self.choice(point) {
            Some(Choice::Late(passes)) => {
                self.last += 1;
                let id = HeldId(self.last);
                self.held.push(Held { id, point, frame, passes });
                vec![Step::Hold(id)]
            }
            Some(Choice::AfterReconnect) => {
                self.log.happen(event_of(point.guest, "drop"));
                self.parked.push((point, frame));
                vec![Step::Cut { guest: point.guest }]
            }
            Some(Choice::Twice) => {
                self.met(Deviation::At(point, Choice::Twice), sentence::twice(point));
                self.log.happen(point.to_string());
                let first = Step::Leave { point, frame: frame.clone() };
                let again = self.leave_as(point, frame, format!("{point} again"));
                std::iter::once(first).chain(again).collect()
            }
            _ => self.leave(point, frame),
        }
    }

    /// The same for one whose point was met before.
    pub fn leave(&mut self, point: Point, frame: F) -> Vec<Step<F>> {
        self.leave_as(point, frame, point.to_string())
    }

    fn leave_as(&mut self, point: Point, frame: F, event: String) -> Vec<Step<F>> {
        self.log.happen(event);
        let mut steps = vec![Step::Leave { point, frame }];
        if point.kind == Kind::Session {
            steps.extend(self.reconnected(point));
        }
        if self.drops_after(point) {
            steps.push(Step::Cut { guest: point.guest });
        } else {
            // What a broken connection would lose waits for the next frame.
            steps.extend(self.pass(point));
        }
        steps
    }

    fn reconnected(&mut self, session: Point) -> Vec<Step<F>> {
        let parked: Vec<_> = self.parked.extract_if(.., |(point, _)| point.guest == session.guest).collect();
        let mut steps = Vec::new();
        for (point, frame) in parked {
            let told = sentence::after_reconnect(point, session);
            self.met(Deviation::At(point, Choice::AfterReconnect), told);
            steps.extend(self.leave(point, frame));
        }
        steps
    }

    fn drops_after(&mut self, point: Point) -> bool {
        let drops = self.schedule.deviations().contains(&Deviation::Drop(point));
        if drops {
            self.log.happen(event_of(point.guest, "drop"));
            self.met(Deviation::Drop(point), sentence::drop(point));
        }
        drops
    }

    /// Frames that it was to pass come after it.
    fn pass(&mut self, passing: Point) -> Vec<Step<F>> {
        for held in self.held.iter_mut().filter(|held| held.point.guest == passing.guest) {
            held.passes = held.passes.saturating_sub(1);
        }
        let passed: Vec<_> = self.held.extract_if(.., |held| held.passes == 0).collect();
        let mut steps = Vec::new();
        for Held { point, frame, .. } in passed {
            if let Some(choice) = self.choice(point) {
                self.met(Deviation::At(point, choice), sentence::late(point, passing));
            }
            steps.extend(self.leave(point, frame));
        }
        steps
    }

    /// It has waited long enough, and goes unmet.
    pub fn overdue(&mut self, id: HeldId) -> Vec<Step<F>> {
        let held = self.held.extract_if(.., |held| held.id == id).next();
        held.map(|held| self.leave(held.point, held.frame)).unwrap_or_default()
    }

    pub fn is_holding(&self, which: impl Fn(&F) -> bool) -> bool {
        self.held.iter().any(|held| which(&held.frame))
    }

    /// Another schedule begins: what waits leaves now.
    pub fn give_up(&mut self) -> Vec<Step<F>> {
        let waiting: Vec<_> = self.held.drain(..).map(|held| (held.point, held.frame)).collect();
        let parked = std::mem::take(&mut self.parked);
        waiting.into_iter().chain(parked).map(|(point, frame)| Step::Leave { point, frame }).collect()
    }

    pub fn happen(&mut self, event: String) {
        self.log.happen(event);
    }

    pub fn met(&mut self, deviation: Deviation, sentence: String) {
        self.log.tell(deviation, sentence);
    }

    pub fn offer(&mut self, point: Point, choice: Choice) {
        self.log.offer(point, choice);
    }

    /// Somebody read the state of this guest's conversation.
    pub fn read(&mut self, guest: &str) {
        let guest = self.guest(guest);
        self.log.read(guest, self.now);
    }

    /// Right after this frame these time-outs are due some day; the one that the clock shall move to.
    pub fn clocks_after(&mut self, frame: Point, due: Vec<Timeout>) -> Option<Timeout> {
        let chosen = due
            .iter()
            .copied()
            .find(|timeout| self.schedule.deviations().contains(&Deviation::Clock(frame, *timeout)));
        self.log.offer_clocks(frame, due);
        if let Some(timeout) = chosen {
            self.log.happen(event_of(frame.guest, &format!("clock {}", timeout.word())));
            self.met(Deviation::Clock(frame, timeout), sentence::clock(frame, timeout));
        }
        chosen
    }
}

#[cfg(test)]
#[path = "unfolding_tests.rs"]
mod tests;
