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

    /// Who is still there, in words: `customer connected, agent alerting`.
    pub fn who_is_left(&self) -> String {
        let left = self.participants().iter().filter(|p| !p.state.is_terminal());
        let words: Vec<String> =
            left.map(|p| format!("{} {}", p.purpose.as_str(), p.state.as_str())).collect();
        match self {
            Self::Messaging(seen) if !seen.has_ended() => format!("state {}", known_word(&seen.state)),
            _ if words.is_empty() => "nobody".to_string(),
            _ => words.join(", "),
        }
    }
}

/// A state comes from outside: only a plain word is repeated.
fn known_word(text: &str) -> &str {
    let plain = text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    if plain { text } else { "unknown" }
}
