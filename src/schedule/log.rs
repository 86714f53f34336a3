//! What is remembered of a course while it is under way.

use std::time::Instant;

use super::PATIENCE;
use super::choice::{Choice, Timeout};
use super::course::{Course, CoursePoint};
use super::kind::Kind;
use super::point::{Point, prefix};
use super::word::{Deviation, Schedule};

#[derive(Debug)]
struct Met {
    point: Point,
    at: usize,
    when: Instant,
    /// What the one who met it knows to be possible, beside what follows from the log.
    offers: Vec<Choice>,
    clocks: Vec<Timeout>,
}

#[derive(Debug, Default)]
pub struct Log {
    met: Vec<Met>,
    events: Vec<String>,
    told: Vec<(Deviation, String)>,
}

impl Log {
    pub fn meet(&mut self, point: Point, when: Instant) {
        self.met.push(Met { point, at: self.events.len(), when, offers: Vec::new(), clocks: Vec::new() });
    }

    pub fn happen(&mut self, event: String) {
        self.events.push(event);
    }

    pub fn tell(&mut self, deviation: Deviation, sentence: String) {
        self.told.push((deviation, sentence));
    }

    pub fn offer(&mut self, point: Point, choice: Choice) {
        let met = self.met.iter_mut().rfind(|met| met.point == point);
        if let Some(met) = met.filter(|met| !met.offers.contains(&choice)) {
            met.offers.push(choice);
        }
    }

    pub fn offer_clocks(&mut self, frame: Point, clocks: Vec<Timeout>) {
        if let Some(met) = self.met.iter_mut().rfind(|met| met.point == frame) {
            met.clocks = clocks;
        }
    }

    /// The guest's state was read: promised effects that are not older could have waited for it.
    pub fn read(&mut self, guest: u32, now: Instant) {
        let waits = |met: &&mut Met| {
            met.point.guest == guest && met.point.kind == Kind::Effect && now - met.when < PATIENCE
        };
        for met in self.met.iter_mut().filter(waits) {
            if !met.offers.contains(&Choice::UnseenOnce) {
                met.offers.push(Choice::UnseenOnce);
            }
        }
    }

    pub fn course(&self, schedule: &Schedule) -> Course {
        let unmet = schedule.deviations().iter().filter(|&deviation| !self.is_told(*deviation));
        Course {
            schedule: schedule.to_string(),
            points: (0..self.met.len()).flat_map(|index| self.points_at(index)).collect(),
            events: self.events.clone(),
            unmet: unmet.map(ToString::to_string).collect(),
            told: self.told.iter().map(|(_, sentence)| sentence.clone()).collect(),
        }
    }

    fn is_told(&self, deviation: Deviation) -> bool {
        self.told.iter().any(|(told, _)| *told == deviation)
    }

    /// The point itself and, of a frame, the places right after it.
    fn points_at(&self, index: usize) -> Vec<CoursePoint> {
        let met = &self.met[index];
        let Point { guest, kind, count } = met.point;
        let choices = self.choices_at(index).iter().map(ToString::to_string).collect();
        let mut points = vec![CoursePoint { guest, kind: kind.word().into(), count, at: met.at, choices }];
        let after = |kind: Kind, choices| CoursePoint {
            guest,
            kind: kind.word().into(),
            count: 0,
            at: met.at,
            choices,
        };
        if kind.is_frame() {
            points.push(after(Kind::Drop, vec![Deviation::Drop(met.point).to_string()]));
        }
        if !met.clocks.is_empty() {
            let clock = |timeout: &Timeout| Deviation::Clock(met.point, *timeout).to_string();
            points.push(after(Kind::Clock, met.clocks.iter().map(clock).collect()));
        }
        points
    }

    fn choices_at(&self, index: usize) -> Vec<Choice> {
        let Met { point, offers, .. } = &self.met[index];
        let later = self.frames_soon_after(index);
        let mut choices = offers.clone();
        match point.kind {
            Kind::History => choices.extend(later.iter().map(|frame| Choice::After(*frame))),
            Kind::WrapUp => choices.push(Choice::AfterEnd),
            Kind::Notice => choices.push(Choice::AfterFrame),
            Kind::Effect | Kind::Drop | Kind::Clock => {}
            kind => {
                choices.extend((1..=2).filter(|frames| later.len() >= *frames as usize).map(Choice::Late));
                choices.push(Choice::Twice);
                choices.extend(kind.is_pushed().then_some(Choice::AfterReconnect));
                let ends = kind == Kind::Text && later.iter().any(|frame| frame.kind == Kind::Closing);
                choices.extend(ends.then_some(Choice::AfterEnd));
            }
        }
        choices
    }

    /// To the same guest, while what is put off would still have waited.
    fn frames_soon_after(&self, index: usize) -> Vec<Point> {
        let Met { point, when, .. } = &self.met[index];
        let soon = self.met[index + 1..].iter().take_while(|met| met.when - *when < PATIENCE);
        soon.map(|met| met.point).filter(|met| met.kind.is_frame() && met.guest == point.guest).collect()
    }
}

/// How an event of a guest reads.
pub fn event_of(guest: u32, what: &str) -> String {
    format!("{}{what}", prefix(guest))
}
