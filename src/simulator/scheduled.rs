//! What a schedule does beside frames: words, effects, wrap-ups and notices in another order, and the clock.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use super::change::{Change, What};
use super::guest_socket::order::{Order, Waiting};
use super::lifecycle::Happening;
use super::options::ConversationDisconnect;
use super::records::{Conversation, Message};
use super::shared::{Shared, later, millis};
use super::world::World;
use crate::model::ids::{ConversationId, ParticipantId};
use crate::schedule::sentence;
use crate::schedule::{Choice, Deviation, Kind, PATIENCE, Point, Schedule, Timeout, Unfolding};

/// What waits for something that comes after it.
#[derive(Debug, Default)]
pub struct PutOff {
    words: Vec<Words>,
    effects: Vec<Effect>,
    wrap_ups: Vec<WrapUpLater>,
}

/// Words that are said after the end.
#[derive(Debug)]
struct Words {
    conversation: ConversationId,
    message: Message,
    /// Where guests meet them.
    points: Vec<Point>,
}

/// A change that was accepted, and its point in the schedule that was then.
#[derive(Debug)]
pub struct Effect {
    change: Change,
    met: Option<(u64, Point)>,
}

/// A wrap-up that follows the end which it came with.
#[derive(Debug)]
pub struct WrapUpLater {
    change: Change,
    point: Point,
}

/// When something will have waited for long enough.
#[derive(Debug)]
pub struct Alarm {
    after: Duration,
    generation: u64,
    order: u64,
    what: Overdue,
}

#[derive(Debug)]
enum Overdue {
    Told(Waiting),
    Words(Vec<Point>),
    Effect(Point),
    WrapUp(Point),
}

/// Looks after what was put off, so that nothing waits for ever.
pub async fn mind(shared: Arc<Shared>, mut alarms: UnboundedReceiver<Alarm>) {
    while let Some(Alarm { after, generation, order, what }) = alarms.recv().await {
        later(&shared, generation, after, move |world| world.is_overdue(order, what));
    }
}

impl World {
    /// It runs: from now on somebody minds alarms.
    pub fn start(&mut self, alarms: UnboundedSender<Alarm>) {
        self.alarms = Some(alarms);
        self.begin_schedule(self.schedule_at_start());
    }

    pub fn schedule_at_start(&self) -> Option<Schedule> {
        // It was read when the simulator started.
        self.options.schedule.as_ref().and_then(|word| word.parse().ok())
    }

    /// What an earlier one has put off happens first, and counts for neither.
    pub fn begin_schedule(&mut self, schedule: Option<Schedule>) {
        let PutOff { words, effects, wrap_ups } = self.guests.end_order(self.clock.now());
        for words in words {
            self.say_now(&words.conversation, words.message, &[]);
        }
        let changes = effects.into_iter().map(|effect| effect.change);
        for change in changes.chain(wrap_ups.into_iter().map(|later| later.change)).collect::<Vec<_>>() {
            self.apply(change);
        }
        self.orders += 1;
        let unfolding = |schedule| Unfolding::new(schedule, Instant::now());
        self.guests.order = schedule.map(|schedule| Order::new(self.orders, unfolding(schedule)));
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
        let Some((alarms, order)) = self.alarms.as_ref().zip(self.guests.order.as_ref()) else { return };
        // Nobody minds it where the simulator is just being stopped.
        let _ = alarms.send(Alarm { after, generation: self.generation, order: order.id, what });
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
}

/// Words after the end.
impl World {
    /// Nothing where a schedule keeps it for after the end.
    pub fn unless_kept(&mut self, id: &ConversationId, message: Message) -> Option<Message> {
        let tokens = self.guests.heard_by(id);
        let Some(order) = &mut self.guests.order else { return Some(message) };
        let next: Vec<_> = tokens.iter().map(|token| order.unfolding.next(token, Kind::Text)).collect();
        if !next.iter().any(|point| order.unfolding.choice(*point) == Some(Choice::AfterEnd)) {
            return Some(message);
        }
        let points: Vec<_> = tokens.iter().map(|token| order.now().meet(token, Kind::Text)).collect();
        order.put_off.words.push(Words { conversation: id.clone(), message, points: points.clone() });
        self.alarm(PATIENCE, Overdue::Words(points));
        None
    }

    /// The end was told: what was kept for it is said.
    pub fn say_last_words(&mut self, id: &ConversationId) {
        let Some(order) = &mut self.guests.order else { return };
        let kept = |words: &mut Words| words.conversation == *id;
        let waiting: Vec<_> = order.put_off.words.extract_if(.., kept).collect();
        for words in waiting {
            words.points.iter().for_each(|point| self.kept_until_end(*point));
            self.say_late(words);
        }
    }

    /// Where the end itself is late, the words were not after it.
    fn kept_until_end(&mut self, point: Point) {
        let Some(order) = &mut self.guests.order else { return };
        let is_kept = order.unfolding.choice(point) == Some(Choice::AfterEnd);
        if let Some(closing) = order.last(point.guest, Kind::Closing).filter(|_| is_kept) {
            let told = sentence::said_after_end(point, closing);
            order.unfolding.met(Deviation::At(point, Choice::AfterEnd), told);
        }
    }

    fn say_late(&mut self, Words { conversation, mut message, points }: Words) {
        message.at = self.clock.stamp();
        self.say_now(&conversation, message, &points);
    }
}

/// Effects of requests.
impl World {
    /// The change where it is to take effect after the delay; a schedule may have it earlier or later.
    pub fn effect_of(&mut self, change: Change, delay: Duration) -> Option<Effect> {
        let met = self.meet(&change.conversation, Kind::Effect);
        let effect = Effect { change, met: met.map(|(order, point, _)| (order, point)) };
        let Some(((_, point, choice), order)) = met.zip(self.guests.order.as_mut()) else {
            return self.unless_at_once(effect, delay);
        };
        if !delay.is_zero() {
            order.unfolding.offer(point, Choice::BeforeAnswer);
        }
        match choice {
            Some(Choice::BeforeAnswer) if !delay.is_zero() => {
                self.has_met(point, Choice::BeforeAnswer, sentence::before_answer(point));
                self.unless_at_once(effect, Duration::ZERO)
            }
            Some(Choice::UnseenOnce) => {
                order.put_off.effects.push(effect);
                self.alarm(PATIENCE, Overdue::Effect(point));
                None
            }
            _ => self.unless_at_once(effect, delay),
        }
    }

    fn unless_at_once(&mut self, effect: Effect, delay: Duration) -> Option<Effect> {
        if !delay.is_zero() {
            return Some(effect);
        }
        self.take_effect(effect);
        None
    }

    pub fn take_effect(&mut self, Effect { change, met }: Effect) {
        if let Some((id, point)) = met {
            let order = self.guests.order.as_mut().filter(|order| order.id == id);
            order.into_iter().for_each(|order| order.unfolding.happen(point.to_string()));
        }
        self.apply(change);
    }

    /// Somebody was shown the conversation as it was.
    pub fn was_read(&mut self, id: &ConversationId) {
        let Some((token, order)) = self.guests.first_in(id) else { return };
        order.now().read(&token);
        let waits = |effect: &mut Effect| effect.change.conversation == *id;
        let waiting: Vec<_> = order.put_off.effects.extract_if(.., waits).collect();
        for effect in waiting {
            if let Some((_, point)) = effect.met {
                self.has_met(point, Choice::UnseenOnce, sentence::unseen_once(point));
            }
            self.take_effect(effect);
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

    fn happens(&mut self, point: Point) {
        if let Some(order) = &mut self.guests.order {
            order.unfolding.happen(point.to_string());
        }
    }
}

/// The end and the wrap-up that came with it.
impl World {
    /// What is to be done now; a schedule may have the wrap-up follow.
    pub fn in_order(&mut self, id: &ConversationId, what: What) -> (What, Option<WrapUpLater>) {
        let Some((end, wrap_up)) = self.parted(id, &what) else { return (what, None) };
        let Some((_, point, choice)) = self.meet(id, Kind::WrapUp) else { return (what, None) };
        if choice != Some(Choice::AfterEnd) {
            self.happens(point);
            return (what, None);
        }
        let change = Change { conversation: id.clone(), what: wrap_up };
        (end, Some(WrapUpLater { change, point }))
    }

    /// As long after the end as changes take to settle.
    pub fn put_off_wrap_up(&mut self, wrap_up: WrapUpLater) {
        let delay = millis(self.options.settle_ms);
        match &mut self.guests.order {
            Some(order) if !delay.is_zero() => {
                let point = wrap_up.point;
                order.put_off.wrap_ups.push(wrap_up);
                self.alarm(delay, Overdue::WrapUp(point));
            }
            _ => self.wrap_up_late(wrap_up),
        }
    }

    /// The end and the wrap-up, where one change makes both.
    fn parted(&self, id: &ConversationId, what: &What) -> Option<(What, What)> {
        self.guests.order.as_ref()?;
        match what {
            What::Participant { id: agent, disconnect: true, answer, wrap_up: Some(wrap_up) } => {
                let (id, answer) = (agent.clone(), *answer);
                let end = What::Participant { id, disconnect: true, answer, wrap_up: None };
                let wrap_up = wrap_up.clone();
                Some((end, What::WrapUp { agents: vec![agent.clone()], wrap_up, is_disposition: false }))
            }
            What::Close { wrap_up } => {
                let agents: Vec<ParticipantId> = self.conversation(id).map(Conversation::open_agents)?;
                let wrap_up = wrap_up.clone();
                Some((What::Disconnect, What::WrapUp { agents, wrap_up, is_disposition: true }))
            }
            _ => None,
        }
    }

    fn wrap_up_late(&mut self, WrapUpLater { change, point }: WrapUpLater) {
        self.happens(point);
        self.has_met(point, Choice::AfterEnd, sentence::wrapped_up_after_end(point));
        self.apply(change);
    }
}

/// A notification and the guest's frame.
impl World {
    /// Announces at once, unless a schedule has the guest told first: then it gives what is to be announced.
    pub fn unless_later(
        &mut self,
        id: &ConversationId,
        before: Conversation,
        happenings: &[Happening],
    ) -> Option<(Point, Conversation, Conversation)> {
        let tells = self.options.deployment.conversation_disconnect != ConversationDisconnect::Off;
        let met = (tells && !happenings.is_empty()).then(|| self.meet(id, Kind::Notice)).flatten();
        if let Some((_, point, Some(Choice::AfterFrame))) = met {
            return self.conversation(id).cloned().map(|after| (point, before, after));
        }
        if let Some((_, point, _)) = met {
            self.happens(point);
        }
        self.announce(&before, id);
        None
    }

    pub fn announce_late(&mut self, (point, before, after): (Point, Conversation, Conversation)) {
        self.happens(point);
        self.has_met(point, Choice::AfterFrame, sentence::noticed_after_frame(point));
        self.announce_between(&before, &after);
    }
}

/// The clock.
impl World {
    fn move_clock_after(&mut self, frame: Point) {
        let Some(order) = &self.guests.order else { return };
        let Some(token) = order.unfolding.name(frame.guest).map(String::from) else { return };
        let due: Vec<_> = Timeout::ALL
            .into_iter()
            .filter_map(|timeout| Some((timeout, self.time_out(&token, timeout)?)))
            .collect();
        let Some(order) = &mut self.guests.order else { return };
        let chosen = order.unfolding.clocks_after(frame, due.iter().map(|(timeout, _)| *timeout).collect());
        let at = due.into_iter().find(|(timeout, _)| Some(*timeout) == chosen).map(|(_, at)| at);
        if let Some(at) = at {
            self.advance((at.millis() - self.clock.now().millis()).max(0));
        }
    }
}
