//! An org that misbehaves as a test has set it.

use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use super::change::Change;
use super::lifecycle;
use super::records::{Conversation, DisconnectType, Entity};
use super::sabotage::Sabotage;
use super::shared::{Shared, later};
use super::world::World;
use crate::model::ids::ConversationId;

/// How long an end lasts where it does not last.
const COMES_BACK_AFTER: Duration = Duration::from_millis(300);

impl World {
    /// What a test set is undone by `None`; what the whole run was started with stays.
    pub fn misbehave(&mut self, mode: Sabotage) {
        self.sabotage = if mode == Sabotage::None { self.options.sabotage } else { mode };
    }

    /// A conversation has ended, whoever ended it.
    pub fn has_ended(&mut self, id: &ConversationId) {
        match self.sabotage {
            Sabotage::Reopens => {
                if let Some(coming_back) = &self.coming_back {
                    // Nobody takes it where the simulator is just being stopped.
                    let _ = coming_back.send((id.clone(), self.generation));
                }
            }
            Sabotage::ClosesNeighbour => self.close_a_neighbour(),
            _ => {}
        }
    }

    /// One only: the end of a neighbour is no reason for another.
    fn close_a_neighbour(&mut self) {
        let neighbour = self.conversations.values().find(|c| c.is_open()).map(|c| c.id.clone());
        let Some(neighbour) = neighbour else { return };
        self.step(&neighbour, |c, context| lifecycle::disconnect_all(c, context, DisconnectType::Client));
        self.lied();
    }

    /// An ended conversation is routed again, and its agent goes on talking.
    fn come_back(&mut self, id: &ConversationId) {
        // The guest may have written in between.
        if self.conversation(id).is_none_or(Conversation::is_open) {
            return;
        }
        self.live(id, lifecycle::reopen);
        for token in self.guests.tokens_of(id) {
            if let Some(session) = self.guests.sessions.get_mut(&token) {
                session.read_only = false;
            }
        }
        self.say(id, "One more thing.", Entity::Human);
        self.lied();
    }

    /// A change was accepted that will not, or not wholly, be made.
    pub fn accepted(&mut self, change: &Change) {
        let loses = match self.sabotage {
            Sabotage::AcceptsButIgnores => true,
            Sabotage::LeavesAcwOpen => change.what.wraps_up(),
            _ => false,
        };
        if loses {
            self.lied();
        }
    }

    /// Something false was done or said in the mode of the whole run. A referee that left a mark's
    /// place learns that the suite was lied to; one that cannot be written is taken for honesty.
    pub fn lied(&mut self) {
        if self.sabotage != self.options.sabotage {
            return;
        }
        if let Some(mark) = self.options.lie_mark.take() {
            let _ = File::create(mark);
        }
    }
}

/// Brings back what has ended, in its time.
pub async fn bring_back(shared: Arc<Shared>, mut ended: UnboundedReceiver<(ConversationId, u64)>) {
    while let Some((id, generation)) = ended.recv().await {
        later(&shared, generation, COMES_BACK_AFTER, move |world| world.come_back(&id));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed helper fails the test")]
mod tests {
    use super::*;
    use crate::simulator::options::Options;
    use crate::simulator::records::Purpose;
    use crate::simulator::world::OpenConversation;

    /// How many agents were offered it, and how many messages it holds, in the end.
    fn after_its_return(between: impl FnOnce(&mut World, &ConversationId)) -> (usize, usize) {
        let mut world = World::new(Options::default(), "http://127.0.0.1".into()).unwrap();
        let (id, _) = world.open(OpenConversation::default()).unwrap();
        world.live(&id, |c, context| lifecycle::disconnect_all(c, context, DisconnectType::Client));
        between(&mut world, &id);
        world.come_back(&id);
        let conversation = world.conversation(&id).unwrap();
        assert!(conversation.is_open());
        let agents = conversation.participants.iter().filter(|p| p.purpose == Purpose::Agent);
        (agents.count(), conversation.messages.len())
    }

    #[test]
    fn what_the_guest_has_reopened_does_not_come_back_once_more() {
        let (agents, messages) = after_its_return(|_, _| {});
        let by_guest = |world: &mut World, id: &ConversationId| {
            world.live(id, lifecycle::reopen);
        };
        assert_eq!(after_its_return(by_guest), (agents, messages - 1), "nothing more was said");
    }
}
