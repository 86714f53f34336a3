//! A notification and the frame of the guest, one before the other.

use crate::model::ids::ConversationId;
use crate::schedule::sentence;
use crate::schedule::{Choice, Kind, Point};
use crate::simulator::lifecycle::Happening;
use crate::simulator::options::ConversationDisconnect;
use crate::simulator::records::Conversation;
use crate::simulator::world::World;

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
            self.happens(point.to_string());
        }
        self.announce(&before, id);
        None
    }

    pub fn announce_late(&mut self, (point, before, after): (Point, Conversation, Conversation)) {
        self.happens(point.to_string());
        self.has_met(point, Choice::AfterFrame, sentence::noticed_after_frame(point));
        self.announce_between(&before, &after);
    }
}
