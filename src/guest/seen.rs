//! Which messages have been seen: duplicates are dropped, ids are kept for finding the conversation.

use std::collections::HashSet;

use super::closure::Meaning;
use super::message::Message;

#[derive(Debug, Default)]
pub struct Seen {
    keys: HashSet<String>,
    said_ids: Vec<String>,
    event_ids: Vec<String>,
}

/// The same id may stand for a message and for its end; the two are no duplicates.
#[derive(Debug, Clone, Copy)]
enum Category {
    Said,
    Happened,
    End,
}

impl Seen {
    /// Whether this message is here for the first time; it is remembered.
    pub fn is_new(&mut self, message: &Message, meaning: Meaning) -> bool {
        let category = Category::of(message, meaning);
        let mut new = true;
        // History and socket may name a message by either of its two ids.
        for id in message.id.iter().chain(&message.channel_message_id) {
            new &= self.keys.insert(key(id, category));
        }
        if new && let Some(id) = &message.id {
            let ids = if message.is_said() { &mut self.said_ids } else { &mut self.event_ids };
            ids.push(id.clone());
        }
        new
    }

    pub fn has_end(&self, id: &str) -> bool {
        self.keys.contains(&key(id, Category::End))
    }

    /// What was said comes first: whether the id of an event leads to the conversation is unknown.
    pub fn message_ids(&self) -> impl Iterator<Item = &str> {
        self.said_ids.iter().chain(&self.event_ids).map(String::as_str)
    }

    /// Another conversation begins; duplicates of the old one are still known.
    pub fn renew(&mut self) {
        self.said_ids.clear();
        self.event_ids.clear();
    }
}

impl Category {
    fn of(message: &Message, meaning: Meaning) -> Self {
        match meaning {
            Meaning::Told | Meaning::Locked(_) => Self::End,
            _ if message.is_said() => Self::Said,
            _ => Self::Happened,
        }
    }
}

fn key(id: &str, category: Category) -> String {
    format!("{category:?}/{id}")
}
