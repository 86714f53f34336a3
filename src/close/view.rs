//! A conversation as a close looks at it, whichever resource showed it.

use std::collections::BTreeSet;

use crate::model::ids::ParticipantId;
use crate::model::{MessageConversation, Participant, VersionedConversation};

#[derive(Debug, Clone)]
pub enum View {
    /// The published resource.
    Messages(MessageConversation),
    /// The versioned resource of users' gateways.
    Messaging(VersionedConversation),
}

impl View {
    /// Whether everybody has left.
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Messages(seen) => seen.has_ended(),
            Self::Messaging(seen) => seen.has_ended(),
        }
    }

    /// What a look at an ended one shows: the versioned resource says it by a word of its own.
    pub const fn end_shown(&self) -> &'static str {
        match self {
            Self::Messages(_) => "everybody has left",
            Self::Messaging(_) => "its state is closed",
        }
    }

    /// Everybody in the conversation; the versioned resource shows nobody.
    pub fn participants(&self) -> &[Participant] {
        match self {
            Self::Messages(seen) => &seen.participants,
            Self::Messaging(_) => &[],
        }
    }

    pub fn agents(&self) -> impl Iterator<Item = &Participant> {
        self.participants().iter().filter(|p| p.is_agent())
    }

    /// Agents who have taken the conversation, held and parked included.
    pub fn connected_agents(&self) -> impl Iterator<Item = &Participant> {
        self.agents().filter(|p| p.state.has_answered())
    }

    pub fn participant(&self, id: &ParticipantId) -> Option<&Participant> {
        self.participants().iter().find(|p| p.id == *id)
    }

    pub fn participant_ids(&self) -> BTreeSet<ParticipantId> {
        self.participants().iter().map(|p| p.id.clone()).collect()
    }

    /// Who is still there, in words: `customer connected, agent alerting`; with those who were seen before and are
    /// `missing` from this look.
    pub fn who_is_left(&self, missing: &[String]) -> String {
        let left: Vec<_> = self.participants().iter().filter(|p| !p.state.is_terminal()).collect();
        let mut words: Vec<String> = left
            .iter()
            .take(NAMED_AT_MOST)
            .map(|p| format!("{} {}", known_word(p.purpose.as_str()), known_word(p.state.as_str())))
            .collect();
        if left.len() > NAMED_AT_MOST {
            words.push(format!("and {} more", left.len() - NAMED_AT_MOST));
        }
        words.extend(missing.iter().take(NAMED_AT_MOST).cloned());
        match self {
            Self::Messaging(seen) if !seen.has_ended() => {
                let somebody =
                    seen.contradicted_by().map(|state| format!(", somebody {}", known_word(state.as_str())));
                format!("state {}{}", known_word(&seen.state), somebody.unwrap_or_default())
            }
            _ if words.is_empty() => "nobody".to_string(),
            _ => words.join(", "),
        }
    }
}

/// A conversation has a handful of participants; who is left stands in an error's message.
const NAMED_AT_MOST: usize = 10;

/// A state comes from outside: only a plain word is repeated.
pub fn known_word(text: &str) -> &str {
    let plain = !text.is_empty()
        && text.len() <= 40
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if plain { text } else { "unknown" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-1111-4111-8111-111111111111";

    #[test]
    fn a_servers_words_reach_an_error_only_as_plain_words_and_few() {
        let participant =
            |purpose: &str| serde_json::json!({ "id": ID, "purpose": purpose, "state": "connected" });
        let hostile = participant(&"<b>".repeat(1_000));
        let crowd: Vec<_> = std::iter::once(hostile).chain((0..500).map(|_| participant("agent"))).collect();
        let view = serde_json::json!({ "id": ID, "participants": crowd });
        let view = View::Messages(serde_json::from_value(view).expect("a conversation"));
        let left = view.who_is_left(&[]);
        assert!(left.starts_with("unknown connected, agent connected"), "{left}");
        assert!(left.ends_with("and 491 more") && left.len() < 400, "{left}");
    }
}
