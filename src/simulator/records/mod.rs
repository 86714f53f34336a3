//! What the org remembers.

mod conversation;
mod message;
mod participant;

pub use conversation::Conversation;
pub use message::{Content, Direction, Entity, Message, Presence};
pub use participant::{AfterCallWork, DisconnectType, Participant, Purpose, State, WrapUp};

/// A thing with an id and a name: a queue, a user, a wrap-up code.
#[derive(Debug, Clone)]
pub struct Named<I> {
    pub id: I,
    pub name: String,
}
