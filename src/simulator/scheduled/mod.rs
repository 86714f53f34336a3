//! What a schedule does beside frames: words, effects, wrap-ups and notices in another order, and the clock.

pub mod alarm;
mod clock;
mod effects;
mod notices;
pub mod put_off;
mod words;
mod wrap_ups;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use self::alarm::{Alarm, Overdue};
use self::put_off::{Effect, PutOff, Words, WrapUpLater};
use super::guest_socket::order::Order;
use super::shared::{Shared, later};
use super::world::World;
use crate::model::ids::ConversationId;
use crate::schedule::{Choice, Deviation, Kind, PATIENCE, Patience, Point, Schedule, Unfolding};

/// Looks after what was put off, so that nothing waits for ever.
pub async fn mind(shared: Arc<Shared>, mut alarms: UnboundedReceiver<Alarm>) {
    while let Some(alarm) = alarms.recv().await {
        later(&shared, alarm.generation, alarm.after, move |world| world.rings(alarm));
    }
}

impl World {
    /// It runs: from now on somebody minds alarms.
    pub fn start(&mut self, alarms: UnboundedSender<Alarm>) {
        self.alarms = Some(alarms);
        self.begin_schedule(self.schedule_at_start(), Patience::EXPLORING);
    }

    pub fn schedule_at_start(&self) -> Option<Schedule> {
        // It was read when the simulator started.
        self.options.schedule.as_ref().and_then(|word| word.parse().ok())
    }

    /// What an earlier one has put off happens first, and counts for neither.
    pub fn begin_schedule(&mut self, schedule: Option<Schedule>, patience: Patience) {
        let PutOff { words, effects, wrap_ups } = self.guests.end_order(self.clock.now());
        for words in words {
            self.say_late(Words { points: Vec::new(), ..words });
        }
        let changes = effects.into_iter().map(|effect| effect.change);
        for change in changes.chain(wrap_ups.into_iter().map(|later| later.change)).collect::<Vec<_>>() {
            self.apply(change);
        }
        self.orders += 1;
        let unfolding = |schedule| Unfolding::new(schedule, Instant::now());
        self.guests.order = schedule.map(|schedule| Order::new(self.orders, unfolding(schedule), patience));
    }

    /// What a schedule puts right behind something that has just happened.
    pub fn catch_up(&mut self) {
        while let Some(order) = &mut self.guests.order {
            let waiting = std::mem::take(&mut order.waiting);
            let fresh = std::mem::take(&mut order.fresh);
            if waiting.is_empty() && fresh.is_empty() {
                return;
            }
            waiting.into_iter().for_each(|what| self.alarm(PATIENCE, Overdue::Told(what)));
            fresh.into_iter().for_each(|frame| self.move_clock_after(frame));
        }
    }

    fn alarm(&self, after: Duration, what: Overdue) {
        let Some(order) = self.guests.order.as_ref() else { return };
        let (generation, order) = (self.generation, order.id);
        self.set(Alarm { begun: Instant::now(), after, generation, order, what });
    }

    fn set(&self, alarm: Alarm) {
        // Nobody minds it where the simulator is just being stopped.
        let _ = self.alarms.as_ref().map(|alarms| alarms.send(alarm));
    }

    fn rings(&mut self, alarm: Alarm) {
        match alarm.left(self.heard_at, self.patience()) {
            Some(after) => self.set(Alarm { after, ..alarm }),
            None => self.is_overdue(alarm.order, alarm.what),
        }
    }

    /// How long what is put off waits.
    pub fn patience(&self) -> Patience {
        self.guests.order.as_ref().map_or(Patience::EXPLORING, |order| order.patience)
    }

    fn is_overdue(&mut self, order: u64, what: Overdue) {
        let Some(current) = self.guests.order.as_mut().filter(|current| current.id == order) else { return };
        match what {
            Overdue::Told(what) => self.guests.is_overdue(what, self.clock.now()),
            Overdue::Words(points) => {
                let waiting: Vec<_> =
                    current.put_off.words.extract_if(.., |words| words.points == points).collect();
                waiting.into_iter().for_each(|words| self.say_late(words));
            }
            Overdue::Effect(point) => {
                let waits = |effect: &mut Effect| effect.met == Some((order, point));
                let waiting: Vec<_> = current.put_off.effects.extract_if(.., waits).collect();
                waiting.into_iter().for_each(|effect| self.take_effect(effect));
            }
            Overdue::WrapUp(point) => {
                let waits = |later: &mut WrapUpLater| later.point == point;
                let waiting: Vec<_> = current.put_off.wrap_ups.extract_if(.., waits).collect();
                waiting.into_iter().for_each(|later| self.wrap_up_late(later));
            }
        }
    }

    /// A point of the conversation's first guest: in which schedule, and what becomes of it.
    fn meet(&mut self, id: &ConversationId, kind: Kind) -> Option<(u64, Point, Option<Choice>)> {
        let (token, order) = self.guests.first_in(id)?;
        let point = order.now().meet(&token, kind);
        Some((order.id, point, order.unfolding.choice(point)))
    }

    fn has_met(&mut self, point: Point, choice: Choice, sentence: String) {
        if let Some(order) = &mut self.guests.order {
            order.unfolding.met(Deviation::At(point, choice), sentence);
        }
    }

    fn happens(&mut self, event: String) {
        if let Some(order) = &mut self.guests.order {
            order.unfolding.happen(event);
        }
    }
}
