//! Which messages have been seen: duplicates are dropped, ids are kept for finding the conversation.

use std::collections::HashMap;

use super::closure::Meaning;
use super::message::{Direction, Message};

#[derive(Debug, Default)]
pub struct Seen {
    keys: HashMap<String, Vec<Look>>,
    ids: Vec<(Lead, String)>,
}

/// What tells two messages of one id apart.
#[derive(Debug)]
struct Look {
    /// When it was written, by the server's clock, as far as that was told.
    time: Option<i64>,
    text: Option<String>,
    read_only: bool,
}

/// The same id may stand for a message and for its end; the two are no duplicates.
#[derive(Debug, Clone, Copy)]
enum Category {
    Said,
    Happened,
    End,
}

/// How likely a message's id leads to the conversation, the likeliest first. That of the guest's own text does
/// (measured); that of an event may not, and one of a typing does not (assumed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    Own,
    Others,
    Event,
}

impl Seen {
    /// Whether this message is here for the first time; it is remembered.
    pub fn is_new(&mut self, message: &Message, meaning: Meaning) -> bool {
        let category = Category::of(message, meaning);
        // History and socket may name a message by either of its two ids, which may be one.
        let keys: Vec<String> = message
            .id
            .iter()
            .chain(&message.channel_message_id)
            .map(|id| key(id, category, message))
            .collect();
        let is_known = keys.iter().any(|key| self.has(key, message));
        if is_known {
            return false;
        }
        for key in keys {
            self.keys.entry(key).or_default().push(Look::of(message));
        }
        if let (Some(lead), Some(id)) = (Lead::of(message), &message.id) {
            self.ids.push((lead, id.clone()));
        }
        true
    }

    fn has(&self, key: &str, message: &Message) -> bool {
        self.keys.get(key).is_some_and(|looks| looks.iter().any(|look| look.is_that_of(message)))
    }

    pub fn has_end(&self, id: &str) -> bool {
        self.keys.contains_key(&format!("{:?}/Outbound/{id}", Category::End))
    }

    /// The likeliest first, and of those that are as likely the newest.
    pub fn message_ids(&self) -> impl Iterator<Item = &str> {
        let of = |wanted: Lead| self.ids.iter().rev().filter(move |(lead, _)| *lead == wanted);
        [Lead::Own, Lead::Others, Lead::Event].into_iter().flat_map(of).map(|(_, id)| id.as_str())
    }

    /// Another conversation begins; duplicates of the old one are still known.
    pub fn renew(&mut self) {
        self.ids.clear();
    }
}

impl Look {
    fn of(message: &Message) -> Self {
        Self { time: message.time, text: message.text.clone(), read_only: message.read_only }
    }

    /// An id that comes again at another time is another message's; without times, one that says something else.
    fn is_that_of(&self, message: &Message) -> bool {
        let is_same = match (self.time, message.time) {
            (Some(known), Some(time)) => known == time,
            _ => self.text == message.text,
        };
        is_same && self.read_only == message.read_only
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

impl Lead {
    fn of(message: &Message) -> Option<Self> {
        match message.direction {
            _ if message.is_typing() => None,
            Direction::Inbound if message.is_said() => Some(Self::Own),
            _ if message.is_said() => Some(Self::Others),
            _ => Some(Self::Event),
        }
    }
}

fn key(id: &str, category: Category, message: &Message) -> String {
    let direction = match &message.direction {
        Direction::Inbound => "Inbound",
        Direction::Outbound => "Outbound",
        Direction::Other(_) => "Other",
    };
    format!("{category:?}/{direction}/{id}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(body: serde_json::Value) -> Message {
        Message::read(&body)
    }

    fn text(id: &str, direction: &str, second: u8, channel: &str) -> Message {
        let time = format!("2026-01-05T09:00:{second:02}.000Z");
        message(json!({ "id": id, "type": "Text", "text": "x", "direction": direction,
            "channel": { "time": time, "messageId": channel } }))
    }

    fn is_new(seen: &mut Seen, message: &Message) -> bool {
        seen.is_new(message, Meaning::Nothing)
    }

    #[test]
    fn a_message_whose_two_ids_are_one_is_not_its_own_duplicate() {
        let mut seen = Seen::default();
        assert!(is_new(&mut seen, &text("a", "Outbound", 1, "a")));
        assert!(!is_new(&mut seen, &text("a", "Outbound", 1, "a")));
    }

    #[test]
    fn either_id_tells_a_duplicate_and_one_id_may_stand_for_two_messages() {
        let mut seen = Seen::default();
        assert!(is_new(&mut seen, &text("a", "Inbound", 1, "b")));
        assert!(!is_new(&mut seen, &text("b", "Inbound", 1, "")), "known by its other id");
        assert!(is_new(&mut seen, &text("a", "Outbound", 1, "")), "of the other side");
        assert!(is_new(&mut seen, &text("a", "Inbound", 2, "")), "of another time");
        let timeless =
            |text: &str| message(json!({ "id": "a", "type": "Text", "text": text, "direction": "Inbound" }));
        assert!(!is_new(&mut seen, &timeless("x")), "without a time, what it says decides");
        assert!(is_new(&mut seen, &timeless("y")));
        assert!(!is_new(&mut seen, &timeless("y")));
    }

    #[test]
    fn what_the_guest_said_leads_first_and_a_typing_nowhere() {
        let mut seen = Seen::default();
        let event = |id: &str, kind: &str| {
            message(json!({ "id": id, "type": "Event", "direction": "Outbound",
            "events": [{ "eventType": kind, "presence": { "type": "Join" } }] }))
        };
        for said in [
            text("own", "Inbound", 1, ""),
            event("join", "Presence"),
            text("agent", "Outbound", 2, ""),
            text("own2", "Inbound", 3, ""),
        ] {
            assert!(is_new(&mut seen, &said));
        }
        for id in ["t1", "t2", "t3"] {
            assert!(is_new(&mut seen, &event(id, "Typing")));
        }
        assert_eq!(seen.message_ids().collect::<Vec<_>>(), ["own2", "own", "agent", "join"]);
    }
}
