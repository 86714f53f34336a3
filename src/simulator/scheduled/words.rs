//! An agent's last words, said after the end.

use super::alarm::Overdue;
use super::put_off::Words;
use crate::model::ids::ConversationId;
use crate::schedule::sentence;
use crate::schedule::{Choice, Deviation, Kind, PATIENCE, Point};
use crate::simulator::records::Message;
use crate::simulator::world::World;

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

    pub(super) fn say_late(&mut self, Words { conversation, mut message, points }: Words) {
        message.at = self.clock.stamp();
        self.say_now(&conversation, message, &points);
    }
}
