//! Between the org and its guests: what is heard from them, what they are told.

use std::collections::BTreeMap;

use super::clock::Timestamp;
use super::guest_socket::frames;
use super::lifecycle::{self, Happening};
use super::options::ConversationDisconnect;
use super::records::{Content, Conversation, Direction, DisconnectType, Entity, Message, Presence};
use super::sabotage::Sabotage;
use super::world::World;
use crate::model::ids::{ConversationId, MessageId};
use crate::schedule::Point;

/// As long as the vendor's clients show it where they are not told.
const TYPING_MS: u32 = 5000;

impl World {
    /// A guest wrote or joined: a conversation is opened, joined again or gone on with.
    pub fn hear(
        &mut self,
        token: &str,
        attributes: BTreeMap<String, String>,
        content: Content,
        tracing: Option<&str>,
    ) {
        let joins = matches!(content, Content::Presence(_));
        let message = self.message(Direction::Inbound, content, None);
        let echo = frames::structured(&message, tracing);
        let Some(session) = self.guests.sessions.get_mut(token) else { return };
        session.touch(message.at);
        session.attributes.extend(attributes);
        self.guests.tell_all(token, &echo, message.at);
        // A join opens a conversation only where the deployment starts by itself.
        if !joins || self.options.deployment.auto_start {
            let id = self.conversation_for(token, message.at);
            let content = message.content.clone();
            self.record(&id, message);
            self.serve(&id, &content);
        }
    }

    fn conversation_for(&mut self, token: &str, now: Timestamp) -> ConversationId {
        let session = self.guests.sessions.get(token);
        let attributes = session.map(|session| session.attributes.clone()).unwrap_or_default();
        let last = session.and_then(|session| session.conversation.clone());
        let last = last.and_then(|id| self.conversation(&id)).map(|c| (c.id.clone(), c.ended));
        match last {
            Some((id, None)) => id,
            Some((id, Some(ended))) if now < ended.plus_ms(self.options.threading_ms()) => {
                self.live(&id, lifecycle::reopen);
                id
            }
            _ => {
                let id = self.begin(self.options.agent, attributes);
                if let Some(session) = self.guests.sessions.get_mut(token) {
                    session.conversation = Some(id.clone());
                }
                id
            }
        }
    }

    /// Without a bot the flow hands over as soon as the guest's first message is there.
    fn serve(&mut self, id: &ConversationId, content: &Content) {
        if !self.conversation(id).is_some_and(Conversation::is_with_flow) {
            return;
        }
        if self.options.bot.is_some() {
            self.bot_hears(id, content);
        } else {
            self.live(id, lifecycle::route);
        }
    }

    fn record(&mut self, id: &ConversationId, message: Message) {
        self.live(id, |conversation, _| {
            conversation.messages.push(message);
            conversation.version += 1;
        });
    }

    /// Somebody on the org's side writes.
    pub fn say(&mut self, id: &ConversationId, text: &str, from: Entity) -> MessageId {
        let message = self.message(Direction::Outbound, Content::Text(text.into()), Some(from));
        let said = message.id.clone();
        if let Some(message) = self.unless_kept(id, message) {
            self.say_now(id, message, &[]);
        }
        said
    }

    /// `met`: where guests meet it, if that was counted before.
    pub fn say_now(&mut self, id: &ConversationId, message: Message, met: &[Point]) {
        let frame = frames::structured(&message, None);
        for token in self.guests.tokens_of(id) {
            self.guests.tell_counted(&token, &frame, met, message.at);
        }
        self.record(id, message);
    }

    /// Measured (vendor's fixtures): typing is a message, which no history keeps (assumed).
    pub fn type_at(&mut self, id: &ConversationId) {
        let typing = Content::Typing { ms: TYPING_MS };
        let message = self.message(Direction::Outbound, typing, Some(Entity::Human));
        let frame = frames::structured(&message, None);
        for token in self.guests.tokens_of(id) {
            self.guests.tell_all(&token, &frame, message.at);
        }
    }

    pub fn tell(&mut self, id: &ConversationId, happening: Happening) {
        let Happening::ServiceEnded { by } = happening;
        let read_only = match self.options.deployment.conversation_disconnect {
            // Off, the default of real orgs: the guest is told nothing.
            ConversationDisconnect::Off => return,
            ConversationDisconnect::Send => false,
            ConversationDisconnect::ReadOnly => true,
        };
        match self.sabotage {
            Sabotage::NeverTellsGuest => self.lied_to_guests_of(id),
            Sabotage::WrongReadOnly => {
                self.tell_end(id, by, !read_only);
                self.lied_to_guests_of(id);
            }
            _ => self.tell_end(id, by, read_only),
        }
    }

    /// Where no guest ever was there is nobody to lie to.
    fn lied_to_guests_of(&mut self, id: &ConversationId) {
        if !self.guests.tokens_of(id).is_empty() {
            self.lied();
        }
    }

    fn tell_end(&mut self, id: &ConversationId, by: Option<Entity>, read_only: bool) {
        let presence = Content::Presence(Presence::Disconnect { read_only });
        let message = self.message(Direction::Outbound, presence, by);
        let frame = frames::structured(&message, None);
        for token in self.guests.tokens_of(id) {
            self.guests.tell_end(&token, &frame, message.at);
            if let Some(session) = self.guests.sessions.get_mut(&token) {
                session.read_only = read_only;
            }
        }
        self.record(id, message);
        self.say_last_words(id);
    }

    /// The guest clears: its session is over, and so is the conversation; it needs no telling.
    pub fn guest_leaves(&mut self, token: &str, tracing: Option<&str>) {
        let message = self.message(Direction::Inbound, Content::Presence(Presence::Clear), None);
        let presence = frames::structured(&message, tracing);
        let connections = self.guests.connections_of(token);
        for frame in [frames::event("SessionClearedEvent"), presence, frames::event("ConnectionClosedEvent")]
        {
            self.guests.tell_all(token, &frame, message.at);
        }
        for connection in connections {
            self.guests.close(connection);
        }
        let session = self.guests.sessions.remove(token);
        let Some(id) = session.and_then(|session| session.conversation) else { return };
        self.record(&id, message);
        self.live(&id, |conversation, context| {
            lifecycle::disconnect_all(conversation, context, DisconnectType::Endpoint);
            context.happenings.clear();
        });
    }
}
