//! What a 202 promised: before its answer, or after a read that has not seen it.

use std::time::Duration;

use super::alarm::Overdue;
use super::put_off::Effect;
use crate::model::ids::ConversationId;
use crate::schedule::sentence;
use crate::schedule::{Choice, Kind, PATIENCE};
use crate::simulator::change::Change;
use crate::simulator::world::World;

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
            Some(Choice::UnseenOnce) => {
                order.unfolding.happen(sentence::answered(point));
                order.put_off.effects.push(effect);
                self.alarm(PATIENCE, Overdue::Effect(point));
                return None;
            }
            Some(Choice::BeforeAnswer) if !delay.is_zero() => {
                self.has_met(point, Choice::BeforeAnswer, sentence::before_answer(point));
            }
            _ if delay.is_zero() => {}
            _ => {
                order.unfolding.happen(sentence::answered(point));
                return Some(effect);
            }
        }
        self.take_effect(effect);
        self.happens(sentence::answered(point));
        None
    }

    fn unless_at_once(&mut self, effect: Effect, delay: Duration) -> Option<Effect> {
        if !delay.is_zero() {
            return Some(effect);
        }
        self.take_effect(effect);
        None
    }

    pub fn take_effect(&mut self, Effect { change, met }: Effect) {
        let current = self.guests.order.as_ref().map(|order| order.id);
        // A schedule that has begun since knows nothing of it.
        if let Some((_, point)) = met.filter(|(order, _)| Some(*order) == current) {
            self.happens(point.to_string());
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
                self.happens(sentence::after_a_read(point));
            }
            self.apply(effect.change);
        }
    }
}
